import type { ClusterSnapshot, JobManager, Stranger } from '@/lib/model/snapshot'

export interface HeldSession {
  zkSessionId: string
  jobManager: JobManager | null
  stranger: Stranger | null
  /** ZooKeeper names it as the leader's; whether its process lives is shown elsewhere. */
  isListed: boolean
  inLine: number | null
}

/** Every session in the snapshot once, in the order of the line; those without a place last. */
export function deriveSessions({
  leader,
  jobManagers,
  strangers,
}: Pick<ClusterSnapshot, 'leader' | 'jobManagers' | 'strangers'>): HeldSession[] {
  const held = new Map<string, HeldSession>()
  for (const jobManager of jobManagers) {
    if (jobManager.zkSessionId === null) continue
    held.set(jobManager.zkSessionId, {
      zkSessionId: jobManager.zkSessionId,
      jobManager,
      stranger: null,
      isListed: jobManager.zkSessionId === leader?.zkSessionId,
      inLine: jobManager.inLine,
    })
  }
  for (const stranger of strangers) {
    if (held.has(stranger.zkSessionId)) continue
    held.set(stranger.zkSessionId, {
      zkSessionId: stranger.zkSessionId,
      jobManager: null,
      stranger,
      isListed: stranger.zkSessionId === leader?.zkSessionId,
      inLine: stranger.inLine,
    })
  }
  if (leader !== null && !held.has(leader.zkSessionId))
    held.set(leader.zkSessionId, { zkSessionId: leader.zkSessionId, jobManager: null, stranger: null, isListed: true, inLine: 0 })
  return [...held.values()].sort((a, b) => Number(b.isListed) - Number(a.isListed) || (a.inLine ?? Infinity) - (b.inLine ?? Infinity))
}
