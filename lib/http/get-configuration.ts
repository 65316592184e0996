import 'server-only'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { HttpError } from './errors'
import { getRevision } from './get-revision'

/** @throws HttpError cluster-not-found; not-ready while the conf folder was never read */
export async function getConfiguration(console: UnderstudyConsole, id: string): Promise<ConfigurationView> {
  const { snapshot } = getRevision(console, id)
  const view = await console.findConfiguration(id)
  if (!view)
    throw new HttpError(
      'not-ready',
      `The configuration folder of "${id}" could not be read yet: ${snapshot.sources.configuration.detail ?? 'it is being read'}.`,
    )
  return view
}

export function toFindings({
  clusterId,
  checkedAt,
  counts,
  findings,
  fixed,
}: ConfigurationView): Pick<ConfigurationView, 'clusterId' | 'checkedAt' | 'counts' | 'findings' | 'fixed'> {
  return { clusterId, checkedAt, counts, findings, fixed }
}
