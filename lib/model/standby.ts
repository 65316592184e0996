import type { ClusterSnapshot, JobManager } from './snapshot'

/** Whether it would lead after the leader: it stands by, and its place in the latch order is known. */
export function isInLine({ role, inLine }: Pick<JobManager, 'role' | 'inLine'>): boolean {
  return role === 'standby' && inLine !== null
}

export function hasStandby({ jobManagers }: Pick<ClusterSnapshot, 'jobManagers'>): boolean {
  return jobManagers.some(isInLine)
}
