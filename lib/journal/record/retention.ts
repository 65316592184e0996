import 'server-only'
import { dayMs } from '@/lib/base/durations'
import { getLog } from '@/lib/observer/log'
import type { Journal } from '../dialect'
import { tryLease } from '../leases'

/** Rows deleted at once: each slice is its own short transaction, with a pause between, so that writers are not kept waiting. */
const SLICE = 500
const PAUSE_MS = 50
const EVERY_MS = 10 * 60_000
const FIRST_MS = 60_000

export interface KeptDays {
  keepDays: number
  keepSnapshotsDays: number
}

/** Deletes what is older than is kept, in slices. What still goes on is kept however old; the audit is kept for ever. @returns rows deleted */
export async function forgetOld(
  journal: Journal,
  { keepDays, keepSnapshotsDays }: KeptDays,
  now = Date.now(),
  pauseMs = PAUSE_MS,
): Promise<number> {
  const { db } = journal
  const oldest = now - keepDays * dayMs
  const oldestSnapshot = now - keepSnapshotsDays * dayMs
  const slices: (() => Promise<{ numDeletedRows: bigint }>)[] = [
    () =>
      db
        .deleteFrom('events')
        .where('id', 'in', db.selectFrom('events').select('id').where('at', '<', oldest).limit(SLICE))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('spans')
        .where('id', 'in', db.selectFrom('spans').select('id').where('to_at', '<', oldest).limit(SLICE))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('terms')
        .where('id', 'in', db.selectFrom('terms').select('id').where('to_at', '<', oldest).limit(SLICE))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('findings')
        .where('id', 'in', db.selectFrom('findings').select('id').where('closed_at', '<', oldest).limit(SLICE))
        .executeTakeFirstOrThrow(),
    // Those that lean on another first; one that others lean on goes when the last of them went.
    () =>
      db
        .deleteFrom('snapshots')
        .where(
          'id',
          'in',
          db.selectFrom('snapshots').select('id').where('at', '<', oldestSnapshot).where('base_id', 'is not', null).limit(SLICE),
        )
        .executeTakeFirstOrThrow(),
    () =>
      db
        .deleteFrom('snapshots')
        .where(
          'id',
          'in',
          db
            .selectFrom('snapshots as base')
            .select('base.id')
            .where('base.at', '<', oldestSnapshot)
            .where('base.base_id', 'is', null)
            .where(({ not, exists, selectFrom }) =>
              not(exists(selectFrom('snapshots as leaning').select('leaning.id').whereRef('leaning.base_id', '=', 'base.id'))),
            )
            .limit(SLICE),
        )
        .executeTakeFirstOrThrow(),
  ]
  let deleted = 0
  for (const deleteSlice of slices) {
    for (;;) {
      const count = Number((await deleteSlice()).numDeletedRows)
      deleted += count
      if (count < SLICE) break
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  return deleted
}

/** Forgets now and then; of several replicas one does. @returns stop */
export function startRetention(getJournal: () => Promise<Journal>, kept: KeptDays, holder: string): () => void {
  const run = async () => {
    try {
      const journal = await getJournal()
      if (await tryLease(journal, 'retention', holder, EVERY_MS - 1_000)) await forgetOld(journal, kept)
    } catch (error) {
      getLog().warn({ err: error }, 'What is too old could not be deleted from the journal. It is tried again in ten minutes.')
    }
  }
  const first = setTimeout(() => void run(), FIRST_MS)
  const timer = setInterval(() => void run(), EVERY_MS)
  first.unref()
  timer.unref()
  return () => {
    clearTimeout(first)
    clearInterval(timer)
  }
}
