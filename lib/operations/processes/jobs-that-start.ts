import 'server-only'
import { toCount, toList } from '@/lib/base/counts'
import type { Check } from '@/lib/model/operation'
import { toNameOrId } from '@/lib/model/name-or-id'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** Jobs in ZooKeeper that a first leader would start, however old they are; none where a leader exists already. */
export function checkJobsThatStart({ leader, recovery }: Pick<ClusterSnapshot, 'leader' | 'recovery'>): Check[] {
  if (leader && leader.process !== 'gone') return []
  const jobs = recovery.jobs.filter(({ graph, verdict }) => graph !== null && verdict !== 'skipped')
  if (jobs.length === 0) return []
  const list = toList(jobs.map(toNameOrId))
  return [
    {
      code: 'jobs-would-start',
      level: 'warning',
      text: `ZooKeeper holds ${toCount(jobs.length, 'job')} that would be started: ${list}.`,
    },
  ]
}
