import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { Writer } from './change'

export interface StatusHead {
  version: number
  changedAt: number
  observedAt: Record<string, number>
}

export async function readHead({ db }: Pick<Journal, 'db'>): Promise<StatusHead> {
  const { version, changed_at, observed } = await db
    .selectFrom('status_head')
    .select(['version', 'changed_at', 'observed'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return { version, changedAt: changed_at, observedAt: JSON.parse(observed) as Record<string, number> }
}

/** The pulse: what is shown is still true. It makes no new version. */
export async function writeObserved(writer: Writer, observedAt: Record<string, number>): Promise<void> {
  await writer
    .updateTable('status_head')
    .set({ observed: JSON.stringify(observedAt) })
    .where('id', '=', 1)
    .execute()
}
