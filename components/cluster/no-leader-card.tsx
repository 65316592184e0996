import type { Verdict } from '@/lib/model/snapshot'

/** The light is off: nobody leads, or nobody can know. */
export function NoLeaderCard({ level, hasQuorum }: { level: Verdict['level']; hasQuorum: boolean }) {
  const known = level !== 'unknown'
  const why = hasQuorum
    ? 'ZooKeeper says who leads, and it has not been heard. A JobManager’s own answer proves nothing.'
    : 'There is no quorum, so there is no election to read.'
  return (
    <article data-master="" data-role="none" className="rounded-md border border-dashed border-line-strong px-4 pt-3.5 pb-4">
      <p className="text-sm font-semibold text-muted">{known ? 'No leader' : 'Leader not known'}</p>
      <p className="mt-1 mb-1 text-sm text-muted">
        {known
          ? 'No address stands in ZooKeeper. Jobs keep their tasks until a JobManager takes the lead, and none can be submitted.'
          : why}
      </p>
    </article>
  )
}
