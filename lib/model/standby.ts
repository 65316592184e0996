import { toList } from '@/lib/base/counts'
import type { ClusterSnapshot, JobManager, JobManagerRole } from './snapshot'

/** Whether it would lead after the leader: it is a standby, and its place in the latch order is known. */
export function isInLine({ role, inLine }: Pick<JobManager, 'role' | 'inLine'>): boolean {
  return role === 'standby' && inLine !== null
}

export function hasStandby({ jobManagers }: Pick<ClusterSnapshot, 'jobManagers'>): boolean {
  return jobManagers.some(isInLine)
}

const unproven: Record<Exclude<JobManagerRole, 'leader' | 'down'>, string> = {
  standby: 'stands by, its place in line is not known',
  joining: 'is joining',
  unreachable: 'cannot be reached',
  unknown: 'is not proven to stand by',
}

/**
 * Sentence that no standby is in line; for JobManagers that may be unproven standbys it adds what is known: late answers,
 * joining, or read by no source.
 */
export function toNoStandbySentence(jobManagers: readonly Pick<JobManager, 'master' | 'role'>[]): string {
  const states = jobManagers.flatMap(({ master, role }) => (role === 'leader' || role === 'down' ? [] : [`${master} ${unproven[role]}`]))
  return states.length === 0 ? 'No standby is in line.' : `No standby is proven to be in line: ${toList(states)}.`
}
