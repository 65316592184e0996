import { toCountText } from '@/components/ui/amount-text'
import { Pill } from '@/components/ui/pill'
import { RowLink } from '@/components/ui/row-link'
import type { CellColumn } from '@/components/ui/table'
import { Ago, PlainAgo } from '@/components/ui/time'
import { NamedMasters } from '@/components/cluster/named-masters'
import { verdictWords } from '@/components/shared/verdict-words'
import { pagePaths } from '@/lib/base/paths'
import type { ClusterSummary } from '@/lib/model/snapshot'

/** The columns of the list of clusters: the one place for head, order, width and cell. */
export const clusterColumns: readonly CellColumn<ClusterSummary>[] = [
  { head: 'Cluster', width: '14%', lead: true, cell: (cluster) => <NameAndVersion cluster={cluster} /> },
  { head: 'Verdict', width: '11%', cell: (cluster) => <Verdict cluster={cluster} /> },
  { head: 'Now, or if the leader fails', width: '30%', lead: true, cell: (cluster) => <WhatWouldHappen cluster={cluster} /> },
  { head: 'Leader', width: '11%', cell: (cluster) => <LeaderAddress cluster={cluster} /> },
  { head: 'Standbys', align: 'end', width: '7%', cell: ({ standbys }) => standbys },
  { head: 'Spare', align: 'end', width: '6%', cell: (cluster) => <SpareMembers cluster={cluster} /> },
  { head: 'Jobs', align: 'end', width: '8%', cell: (cluster) => <RecoverableJobs cluster={cluster} /> },
  { head: 'Last change', cell: (cluster) => <LastChange cluster={cluster} /> },
]

interface CellProps {
  cluster: ClusterSummary
}

function NameAndVersion({ cluster: { id, name, flinkVersion } }: CellProps) {
  return (
    <>
      <RowLink href={pagePaths.cluster(id)} data-arrow className="link font-semibold">
        <bdi>{name}</bdi>
      </RowLink>
      <div className="text-muted">{flinkVersion === null ? 'version not known' : `Flink ${flinkVersion}`}</div>
    </>
  )
}

function Verdict({ cluster: { state } }: CellProps) {
  const { word, tone, shape } = verdictWords[state]
  return (
    <Pill tone={tone} shape={shape}>
      {word}
    </Pill>
  )
}

function WhatWouldHappen({ cluster: { sentence, stale, asOf } }: CellProps) {
  return (
    <>
      <div>
        <NamedMasters text={sentence} masters={[]} />
      </div>
      {stale ? (
        <div className="text-amber-ink">
          ◆ as it was <PlainAgo at={asOf} />
        </div>
      ) : null}
    </>
  )
}

function LeaderAddress({ cluster: { leader, level } }: CellProps) {
  if (leader === null) return <span className="text-muted">{level === 'unknown' ? 'not known' : 'none'}</span>
  return <span className="font-mono text-xs">{leader}</span>
}

function SpareMembers({ cluster: { spare } }: CellProps) {
  return (
    spare ?? (
      <span className="text-muted" data-tip="How many members may fail is not known" tabIndex={0}>
        ?
      </span>
    )
  )
}

function RecoverableJobs({ cluster: { jobs, jobsRecoverable } }: CellProps) {
  return (
    <span
      className={jobsRecoverable < jobs ? 'text-amber-ink' : ''}
      data-tip={`${jobsRecoverable} of ${jobs} would resume from a checkpoint`}
      tabIndex={0}
    >
      {toCountText(jobsRecoverable)}/{toCountText(jobs)}
    </span>
  )
}

function LastChange({ cluster: { lastChange } }: CellProps) {
  if (lastChange === null) return <span className="text-muted">none seen yet</span>
  return (
    <>
      <div>{lastChange.text}</div>
      <div className="text-muted">
        <Ago at={lastChange.at} />
      </div>
    </>
  )
}
