'use client'
import { memo } from 'react'
import { Cells } from '@/components/ui/table'
import { jobColumns, type JobOfRow } from './job-columns'
import { findNewest } from './job-words'

interface JobRowProps extends JobOfRow {
  /** Its place in the whole list, from 1. */
  number: number
}

/** One job: what a new leader would find of it. Renders again only when this job changed. */
export const JobRow = memo(function JobRow({ number, ...row }: JobRowProps) {
  const { job } = row
  return (
    <tr
      role="row"
      aria-rowindex={number + 1}
      data-row
      data-job={job.jobId}
      data-verdict={job.verdict}
      data-checkpoint={findNewest(job)?.checkpointId ?? ''}
    >
      <Cells columns={jobColumns} row={row} />
    </tr>
  )
})
