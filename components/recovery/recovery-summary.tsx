'use client'
import Link from 'next/link'
import { memo, useMemo } from 'react'
import { toCount } from '@/lib/base/counts'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Table } from '@/components/ui/table'
import type { Recovery } from '@/lib/model/snapshot'
import { jobColumns } from './job-columns'
import { JobRow } from './job-row'
import { toWorstFirst } from './job-words'
import { NoJobs } from './no-jobs'

const shown = 8

interface RecoverySummaryProps {
  recovery: Recovery
  /** The JobManager that would read it. */
  reader: string | null
  staleSince: string | null
  /** Link to all of it; null: there is no such page, because this is the past. */
  href: string | null
}

/** The part of the recovery metadata that fits on the overview: worst first. */
export const RecoverySummary = memo(function RecoverySummary({ recovery, reader, staleSince, href }: RecoverySummaryProps) {
  const jobs = useMemo(() => toWorstFirst(recovery.jobs), [recovery.jobs])
  return (
    <Panel
      title="Recovery metadata"
      aside={`State that ${reader ?? 'the next leader'} would recover`}
      staleSince={staleSince}
      corner={
        href === null ? null : (
          <Link href={href} className="link text-sm text-muted">
            {jobs.length > shown ? `All ${toCount(jobs.length, 'job')}` : 'All files and pointers'}
          </Link>
        )
      }
    >
      {!recovery.provenance.known && jobs.length === 0 ? (
        <EmptyState title="What could be recovered is not known.">{recovery.provenance.reason}</EmptyState>
      ) : jobs.length === 0 ? (
        <NoJobs />
      ) : (
        <Table label="Jobs and their newest checkpoints" columns={jobColumns} rowCount={jobs.length}>
          <tbody role="rowgroup">
            {jobs.slice(0, shown).map((job, index) => (
              <JobRow key={job.jobId} job={job} number={index + 1} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  )
})
