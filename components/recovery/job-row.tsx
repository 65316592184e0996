'use client'
import { memo } from 'react'
import { toBytesText, toCountText } from '@/components/ui/amount-text'
import { Pill } from '@/components/ui/pill'
import { ShortId } from '@/components/ui/short-id'
import { Cell, type Column } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { tip } from '@/components/ui/tip'
import { toSentence } from '@/components/ui/words'
import type { RecoveryJob } from '@/lib/model/snapshot'
import { findNewest, jobVerdictWords, toJobName } from './job-words'
import { TargetMark } from './target-state'

export const jobColumns: Column[] = [
  { head: 'Job', width: '28%' },
  { head: 'State', width: '13%' },
  { head: 'Plan', width: '14%' },
  { head: 'Newest checkpoint', width: '25%' },
  { head: 'Verdict', align: 'end' },
]

interface JobRowProps {
  job: RecoveryJob
  /** Its place in the whole list, from 1. */
  number: number
  open?: boolean
  onToggle?: (jobId: string) => void
}

/** One job: what a new leader would find of it. Renders again only when this job changed. */
export const JobRow = memo(function JobRow({ job, number, open, onToggle }: JobRowProps) {
  const verdict = jobVerdictWords[job.verdict]
  const newest = findNewest(job)
  return (
    <tr
      role="row"
      aria-rowindex={number + 1}
      data-row
      data-job={job.jobId}
      data-verdict={job.verdict}
      data-checkpoint={newest?.checkpointId ?? ''}
    >
      <Cell head="Job" lead>
        {onToggle === undefined ? (
          <span className="font-medium">{toJobName(job)}</span>
        ) : (
          <button
            type="button"
            data-arrow
            aria-expanded={open === true}
            onClick={() => onToggle(job.jobId)}
            className="text-left font-medium hover:underline"
          >
            <span aria-hidden="true" className={`mr-1.5 inline-block text-faint transition-transform ${open ? 'rotate-90' : ''}`}>
              ›
            </span>
            {toJobName(job)}
          </button>
        )}
        <div className="text-faint">
          <ShortId id={job.jobId} />
        </div>
      </Cell>
      <Cell head="State">
        {job.state === null ? (
          <span className="text-muted">not known</span>
        ) : (
          <span className={job.state === 'running' ? '' : 'text-amber-ink'}>{job.state}</span>
        )}
      </Cell>
      <Cell head="Plan">{job.graph === null ? <span className="text-muted">none</span> : <TargetMark pointer={job.graph} short />}</Cell>
      <Cell head="Newest checkpoint">
        {newest === null ? (
          <span className="text-muted">none yet</span>
        ) : (
          <>
            <div>
              #{toCountText(newest.checkpointId)} · <Ago at={newest.completedAt} />
            </div>
            <div className="text-muted">
              {job.stateBytes === null ? '' : `${toBytesText(job.stateBytes)} · `}
              <TargetMark pointer={newest.pointer} />
            </div>
          </>
        )}
      </Cell>
      <Cell head="Verdict" align="end">
        <span {...tip(toSentence(job.verdictDetail))}>
          <Pill tone={verdict.tone}>{verdict.word}</Pill>
        </span>
      </Cell>
    </tr>
  )
})
