import { toBytesText, toCountText } from '@/components/ui/amount-text'
import { Pill } from '@/components/ui/pill'
import { ShortId } from '@/components/ui/short-id'
import type { CellColumn } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { tip } from '@/components/ui/tip'
import { toFullSentence } from '@/components/ui/words'
import { toCount } from '@/lib/base/counts'
import type { RecoveryJob } from '@/lib/model/snapshot'
import { findNewest, jobVerdictWords, toJobName } from './job-words'
import { TargetMark } from './target-state'

/** A job, and whether its row opens and is open. */
export interface JobOfRow {
  job: RecoveryJob
  open?: boolean
  onToggle?: (jobId: string) => void
}

/** The columns of the lists of jobs: the one place for head, order, width and cell. */
export const jobColumns: readonly CellColumn<JobOfRow>[] = [
  { head: 'Job', width: '28%', lead: true, cell: (row) => <NameAndId {...row} /> },
  { head: 'State', width: '13%', cell: ({ job }) => <State job={job} /> },
  { head: 'Plan', width: '14%', cell: ({ job }) => <Graph job={job} /> },
  { head: 'Newest checkpoint', width: '25%', cell: ({ job }) => <NewestCheckpoint job={job} /> },
  { head: 'Verdict', align: 'end', cell: ({ job }) => <Verdict job={job} /> },
]

function NameAndId({ job, open, onToggle }: JobOfRow) {
  return (
    <>
      {onToggle === undefined ? (
        <bdi className="font-medium">{toJobName(job)}</bdi>
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
          <bdi>{toJobName(job)}</bdi>
        </button>
      )}
      <div className="text-faint">
        <ShortId id={job.jobId} />
      </div>
    </>
  )
}

/** Flink calls a job running from its first schedule on: the number of running tasks is shown beside the state where not all run. */
function State({ job: { state, tasks } }: { job: RecoveryJob }) {
  if (state === null) return <span className="text-muted">not known</span>
  const isWhole = state === 'running' && (!tasks || tasks.running + tasks.finished >= tasks.total)
  return (
    <span className={isWhole ? '' : 'text-amber-ink'}>
      {state}
      {isWhole || !tasks ? null : (
        <span className="block text-sm">
          {tasks.running} of {toCount(tasks.total, 'task')}
        </span>
      )}
    </span>
  )
}

function Graph({ job: { graph } }: { job: RecoveryJob }) {
  return graph === null ? <span className="text-muted">none</span> : <TargetMark pointer={graph} short />
}

function NewestCheckpoint({ job }: { job: RecoveryJob }) {
  const newest = findNewest(job)
  if (newest === null) return <span className="text-muted">none yet</span>
  return (
    <>
      <div>
        #{toCountText(newest.checkpointId)} · <Ago at={newest.completedAt} />
      </div>
      <div className="text-muted">
        {job.stateBytes === null ? '' : `${toBytesText(job.stateBytes)} · `}
        <TargetMark pointer={newest.pointer} />
      </div>
    </>
  )
}

function Verdict({ job }: { job: RecoveryJob }) {
  const { tone, word } = jobVerdictWords[job.verdict]
  return (
    <span {...tip(toFullSentence(job.verdictDetail))}>
      <Pill tone={tone}>{word}</Pill>
    </span>
  )
}
