'use client'
import { pagePaths } from '@/lib/base/paths'
import { memo } from 'react'
import { toCountText } from '@/components/ui/amount-text'
import { Pill } from '@/components/ui/pill'
import { RowLink } from '@/components/ui/row-link'
import { Cell, type Column } from '@/components/ui/table'
import { Ago, PlainAgo } from '@/components/ui/time'
import { NamedMasters } from '@/components/cluster/named-masters'
import { verdictWords } from '@/components/cluster/verdict-words'
import type { ClusterSummary } from '@/lib/model/snapshot'

export const clusterColumns: Column[] = [
  { head: 'Cluster', width: '14%' },
  { head: 'Verdict', width: '11%' },
  { head: 'What would happen', width: '30%' },
  { head: 'Leader', width: '11%' },
  { head: 'Standbys', align: 'end', width: '7%' },
  { head: 'Spare', align: 'end', width: '6%' },
  { head: 'Jobs', align: 'end', width: '8%' },
  { head: 'Last change' },
]

export const ClusterRow = memo(function ClusterRow({ cluster }: { cluster: ClusterSummary }) {
  const { id, name, level, sentence, leader, standbys, spare, jobs, jobsRecoverable, lastChange, flinkVersion, stale, asOf } = cluster
  const { word, tone, shape } = verdictWords[level]
  return (
    <tr role="row" data-cluster={id} data-level={level}>
      <Cell head="Cluster" lead>
        <RowLink href={pagePaths.cluster(id)} data-arrow className="link font-semibold">
          {name}
        </RowLink>
        <div className="text-muted">{flinkVersion === null ? 'version not known' : `Flink ${flinkVersion}`}</div>
      </Cell>
      <Cell head="Verdict">
        <Pill tone={tone} shape={shape}>
          {word}
        </Pill>
      </Cell>
      <Cell head="What would happen" lead>
        <div>
          <NamedMasters text={sentence} masters={[]} />
        </div>
        {stale ? (
          <div className="text-amber-ink">
            ◆ as it was <PlainAgo at={asOf} />
          </div>
        ) : null}
      </Cell>
      <Cell head="Leader">
        {leader === null ? (
          <span className="text-muted">{level === 'unknown' ? 'not known' : 'none'}</span>
        ) : (
          <span className="font-mono text-xs">{leader}</span>
        )}
      </Cell>
      <Cell head="Standbys" align="end">
        {standbys}
      </Cell>
      <Cell head="Spare" align="end">
        {spare ?? (
          <span className="text-muted" data-tip="How many members may fail is not known" tabIndex={0}>
            ?
          </span>
        )}
      </Cell>
      <Cell head="Jobs" align="end">
        <span
          className={jobsRecoverable < jobs ? 'text-amber-ink' : ''}
          data-tip={`${jobsRecoverable} of ${jobs} would resume from a checkpoint`}
          tabIndex={0}
        >
          {toCountText(jobsRecoverable)}/{toCountText(jobs)}
        </span>
      </Cell>
      <Cell head="Last change">
        {lastChange === null ? (
          <span className="text-muted">none seen yet</span>
        ) : (
          <>
            <div>{lastChange.text}</div>
            <div className="text-muted">
              <Ago at={lastChange.at} />
            </div>
          </>
        )}
      </Cell>
    </tr>
  )
})
