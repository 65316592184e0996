import type { Verdict } from '@/lib/model/snapshot'

/** The light is off: there is no leader, or it is not known. */
export function NoLeaderCard({ level, hasQuorum }: { level: Verdict['level']; hasQuorum: boolean }) {
  const known = level !== 'unknown'
  const why = hasQuorum
    ? 'ZooKeeper names the leader, and it does not answer. What a JobManager says of itself proves nothing.'
    : 'The configuration names no ZooKeeper quorum that could be read.'
  return (
    <article data-master="" data-role="none" className="rounded-md border border-dashed border-line-strong px-4 pt-3.5 pb-4">
      <p className="text-sm font-semibold text-muted">{known ? 'No leader' : 'Leader not known'}</p>
      <p className="mt-1 mb-1 text-sm text-muted">
        {known ? 'No leader is registered in ZooKeeper. Running tasks continue; no job can be submitted.' : why}
      </p>
    </article>
  )
}
