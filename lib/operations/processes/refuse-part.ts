import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { OperationError } from '../run/verb'

/**
 * An operation for every process of a cluster is refused when masters or workers were read only in part.
 * @throws OperationError refused, with what was not read
 */
export function refusePart({ problems }: Pick<HaConfiguration, 'problems'>): void {
  const unread = problems.find(({ code, file }) => code === 'too-large' && (file === 'masters' || file === 'workers' || file === 'slaves'))
  if (unread)
    throw new OperationError(
      'refused',
      `Not every host of this cluster is known, because conf/${unread.file} was read in part. ${unread.sentence} ${unread.whatToDo}`,
    )
}
