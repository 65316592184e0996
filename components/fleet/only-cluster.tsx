'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { Pill } from '@/components/ui/pill'
import { Ago, PlainAgo } from '@/components/ui/time'
import { verdictWords } from '@/components/shared/verdict-words'
import type { ClusterSummary } from '@/lib/model/snapshot'

/** The only cluster, large: a single one needs no table. */
export function OnlyCluster({ cluster }: { cluster: ClusterSummary }) {
  const { id, name, level, state, leader, masters, spare, jobs, lastChange } = cluster
  const { word, tone, shape } = verdictWords[state]
  const figures: [string, string][] = [
    ['Leader', leader ?? (level === 'unknown' ? 'not known' : 'none')],
    ['Standbys', `${cluster.standbys} of ${Math.max(0, masters - 1)}`],
    ['Quorum spare', spare === null ? 'not known' : String(spare)],
    ['Jobs recoverable', `${cluster.jobsRecoverable} of ${jobs}`],
    ['Flink', cluster.flinkVersion ?? 'not known'],
  ]
  return (
    <article
      data-cluster={id}
      data-level={level}
      data-state={state}
      className="rounded-lg border border-line bg-panel px-6 pt-5 pb-6 max-sm:px-4"
    >
      <p className="mb-3 flex items-center gap-3">
        <bdi className="font-semibold">{name}</bdi>
        <Pill tone={tone} shape={shape} caps>
          {word}
        </Pill>
        {cluster.stale ? (
          <span className="text-sm text-amber-ink">
            ◆ as it was <PlainAgo at={cluster.asOf} />
          </span>
        ) : null}
      </p>
      <h1 className="max-w-[32em] headline">{cluster.sentence}</h1>
      <dl className="mt-5 grid grid-cols-[repeat(auto-fit,minmax(130px,1fr))] gap-x-6 gap-y-3 border-t border-line pt-4 text-sm">
        {figures.map(([head, value]) => (
          <div key={head}>
            <dt className="text-muted">{head}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {lastChange === null ? null : (
        <p className="mt-4 text-sm text-muted">
          Last change <Ago at={lastChange.at} />: {lastChange.text}
        </p>
      )}
      <p className="mt-5">
        <Link href={pagePaths.cluster(id)} className="inline-block rounded-md bg-ink px-4 py-2 font-semibold text-paper">
          Open {name}
        </Link>
      </p>
    </article>
  )
}
