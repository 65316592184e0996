'use client'
import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { toCountText } from '@/components/ui/amount-text'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { Table } from '@/components/ui/table'
import { useRowWindow } from '@/components/ui/use-window'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'
import { toFlinkLinks } from '@/lib/model/flink-ui'
import { ForgetJob } from './forget-job'
import { jobColumns } from './job-columns'
import { JobNow } from './job-now'
import { JobRow } from './job-row'
import { toJobName, toWorstFirst } from './job-words'
import { PointerDetail } from './pointer-detail'

/** From this many jobs on, the list has a search. */
const searchFrom = 10

interface RecoveryTableProps {
  jobs: RecoveryJob[]
  /** The first snapshot of the page: what an open row follows from. */
  initial: ClusterSnapshot
  first?: string | null
  /** Address of Flink's web UI; null: none is known. */
  webUi: string | null
  version: string | null
}

/** Every job, worst first; long lists render only what is in sight. A row opens to its pointers. */
export const RecoveryTable = memo(function RecoveryTable({ jobs, initial, first = null, webUi, version }: RecoveryTableProps) {
  const [sought, setSought] = useState(jobs.length < searchFrom ? '' : (first ?? ''))
  const [open, setOpen] = useState(first)
  const filter = useDeferredValue(sought)
  const body = useRef<HTMLTableSectionElement>(null)
  const rows = useMemo(() => toWorstFirst(jobs).filter((job) => matches(job, filter)), [jobs, filter])
  const { from, to, rowHeight } = useRowWindow(body, rows.length)
  const toggle = useCallback((jobId: string) => setOpen((before) => (before === jobId ? null : jobId)), [])
  return (
    <div>
      {jobs.length < searchFrom ? null : <JobSearch sought={sought} onChange={setSought} found={rows.length} of={jobs.length} />}
      <div onKeyDown={moveByArrowKeys}>
        <Table label="Jobs" columns={jobColumns} rowCount={rows.length}>
          <tbody role="rowgroup" ref={body}>
            <Room height={from * rowHeight} />
            {rows.slice(from, to).map((job, index) => [
              <JobRow key={job.jobId} job={job} number={from + index + 1} open={open === job.jobId} onToggle={toggle} />,
              open === job.jobId ? (
                <tr role="row" key={`${job.jobId} detail`}>
                  <td role="cell" data-lead="" colSpan={jobColumns.length}>
                    <JobNow job={job} links={webUi === null ? null : toFlinkLinks(webUi, job.jobId, version)} />
                    <PointerDetail job={job} />
                    <ForgetJob initial={initial} job={job} />
                  </td>
                </tr>
              ) : null,
            ])}
            <Room height={(rows.length - to) * rowHeight} />
          </tbody>
        </Table>
      </div>
      {rows.length === 0 ? <p className="py-4 text-sm text-muted">No job matches “{filter}”.</p> : null}
    </div>
  )
})

function JobSearch({ sought, onChange, found, of }: { sought: string; onChange: (text: string) => void; found: number; of: number }) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
      <input
        type="search"
        value={sought}
        onChange={(event) => onChange(event.target.value)}
        aria-label="Find a job by name or id"
        placeholder="Name or id"
        className="w-64 max-w-full rounded-sm border border-line-strong bg-paper px-2.5 py-1 placeholder:text-faint"
      />
      <span className="text-muted" role="status">
        {found === of ? `${toCountText(of)} jobs` : `${toCountText(found)} of ${toCountText(of)} jobs`}
      </span>
    </div>
  )
}

/** Reserves the space of rows that are not rendered. */
function Room({ height }: { height: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={jobColumns.length} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function matches(job: RecoveryJob, sought: string): boolean {
  const wanted = sought.trim().toLowerCase()
  return wanted === '' || toJobName(job).toLowerCase().includes(wanted) || job.jobId.includes(wanted)
}
