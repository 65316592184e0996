'use client'
import Link from 'next/link'
import { memo } from 'react'
import { Pill } from '@/components/ui/pill'
import { Cell, type Column } from '@/components/ui/table'
import { Ago, PlainAgo } from '@/components/ui/time'
import { verdictWords } from '@/components/cluster/verdict-words'
import type { ClusterSummary } from '@/lib/model/snapshot'

export const clusterColumns: Column[] = [
  { head: 'Cluster', width: '17%' }, { head: 'What would happen', width: '36%' }, { head: 'Leader', width: '14%' },
  { head: 'Standbys', align: 'end', width: '7%' }, { head: 'Spare', align: 'end', width: '6%' }, { head: 'Jobs', align: 'end', width: '7%' }, { head: 'Last change' },
]

export const ClusterRow = memo(function ClusterRow({ cluster }: { cluster: ClusterSummary }) {
  const { id, name, level, sentence, leader, standbys, spare, jobs, jobsRecoverable, lastChange, flinkVersion, stale, asOf } = cluster
  const { word, tone, shape } = verdictWords[level]
  return (
    <tr role="row" data-cluster={id} data-level={level}>
      <Cell head="Cluster" lead>
        <Link href={`/clusters/${encodeURIComponent(id)}`} data-arrow className="link font-semibold">{name}</Link>
        <div className="text-muted">{flinkVersion === null ? 'version not known' : `Flink ${flinkVersion}`}</div>
      </Cell>
      <Cell head="What would happen" lead>
        <Pill tone={tone} shape={shape}>{word}</Pill>
        <div className="mt-1">{sentence}</div>
        {stale ? <div className="text-amber-ink">◆ as it was <PlainAgo at={asOf} /></div> : null}
      </Cell>
      <Cell head="Leader">{leader === null ? <span className="text-muted">none</span> : <span className="font-mono text-xs">{leader}</span>}</Cell>
      <Cell head="Standbys" align="end">{standbys}</Cell>
      <Cell head="Spare" align="end">{spare ?? <span className="text-muted">not known</span>}</Cell>
      <Cell head="Jobs" align="end"><span className={jobsRecoverable < jobs ? 'text-amber-ink' : ''} data-tip={`${jobsRecoverable} of ${jobs} would resume from a checkpoint`} tabIndex={0}>{jobsRecoverable}/{jobs}</span></Cell>
      <Cell head="Last change">{lastChange === null ? <span className="text-muted">none seen yet</span> : <><span>{lastChange.text}</span> <span className="text-muted"><Ago at={lastChange.at} /></span></>}</Cell>
    </tr>
  )
})
