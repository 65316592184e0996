import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { dayMs } from '@/lib/base/durations'
import { getLog } from '@/lib/base/log'
import type { Journal } from '../dialect'
import { tryLease } from '../leases'
import { slice, toExpiredSlices, toSnapshotSlices } from './retention-slices'

/** A pause between slices, so that writers do not wait. */
const retentionPauseMs = 50
const everyMs = 10 * 60_000
const firstMs = 60_000

export interface KeptDays {
  keepDays: number
  keepSnapshotsDays: number
}

/**
 * Deletes rows beyond the retention time, in slices. What still goes on is kept however old; the audit is kept for ever.
 * @returns rows deleted
 */
export async function forgetOld(
  journal: Journal,
  { keepDays, keepSnapshotsDays }: KeptDays,
  now = Date.now(),
  pauseMs = retentionPauseMs,
): Promise<number> {
  const slices = [...toExpiredSlices(journal, now - keepDays * dayMs), ...toSnapshotSlices(journal, now - keepSnapshotsDays * dayMs)]
  let deleted = 0
  for (const deleteSlice of slices) {
    for (;;) {
      const count = Number((await deleteSlice()).numDeletedRows)
      deleted += count
      if (count < slice) break
      await sleep(pauseMs)
    }
  }
  return deleted
}

/** Deletes old rows now and then; of several replicas, one does. @returns stop */
export function startRetention(getJournal: () => Promise<Journal>, kept: KeptDays, holder: string): () => void {
  const run = async () => {
    try {
      const journal = await getJournal()
      if (await tryLease(journal, 'retention', holder, everyMs - 1_000)) await forgetOld(journal, kept)
    } catch (error) {
      getLog().warn({ err: error }, 'What is too old could not be deleted from the journal. It is tried again in ten minutes.')
    }
  }
  const first = setTimeout(() => void run(), firstMs)
  const timer = setInterval(() => void run(), everyMs)
  first.unref()
  timer.unref()
  return () => {
    clearTimeout(first)
    clearInterval(timer)
  }
}
