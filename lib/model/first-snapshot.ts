import type { ClusterSnapshot } from './snapshot'

/** The detail of a pointer whose file was not checked yet. */
export const notLookedAt = 'not looked at yet'

/** Whether the files that pointers name are still being checked for the first time: what follows from them is not known yet. */
export function isFirstSnapshotOpen({ recovery }: Pick<ClusterSnapshot, 'recovery'>): boolean {
  return recovery.jobs.some(
    ({ graph, checkpoints }) => graph?.detail === notLookedAt || checkpoints.some(({ pointer }) => pointer.detail === notLookedAt),
  )
}
