import { toCount, toList } from '@/lib/base/counts'
import { minuteMs } from '@/lib/base/durations'
import { toNameOrId } from './name-or-id'
import type { VerdictInput } from './reasons/verdict-input'
import { createReason } from './reasons/to-reason'
import { runsAllTasks } from './runs-all-tasks'
import type { Present, PresentLevel, Reason, RecoveryJob, VerdictLevel } from './snapshot'

/** Failures within so long count as one loop. */
const loopMs = 10 * minuteMs
const loopFailures = 3
/** A new leader's jobs may need so long to run again before that counts as degraded. */
const recoveringMs = minuteMs

/**
 * Whether the jobs run now; the verdict is about what would happen next. Counted from tasks.
 * @param level the verdict's: without a proven leader nothing is known of jobs
 * @param ledAt when the leader that is proven now took over, epoch ms; null: long ago, or there is none
 */
export function derivePresent(input: VerdictInput, level: VerdictLevel, ledAt: number | null): Present {
  const { recovery, now, taskManagers } = input
  if (level === 'no-leader' || level === 'unknown') return { level: 'unknown', sentence: null, reasons: [] }
  // A job that the leader does not run is not among those that should run now.
  const jobs = recovery.jobs.filter(({ verdict }) => verdict !== 'not-run')
  const reported = jobs.filter(({ tasks }) => tasks !== null)
  if (jobs.length === 0) return { level: 'idle', sentence: null, reasons: [] }
  // Without TaskManagers no task runs, whatever the job's state says.
  if (reported.length < jobs.length && taskManagers.total !== 0) return { level: 'unknown', sentence: null, reasons: [] }
  const waiting = jobs.filter((job) => !runsAllTasks(job, taskManagers) && job.state !== 'finished')
  const looping = jobs.filter((job) => isLooping(job, now))
  if (waiting.length === 0 && looping.length === 0) return { level: 'running', sentence: null, reasons: [] }
  const isRecovering = ledAt !== null && now - ledAt < recoveringMs && looping.length === 0
  const reasons = deriveCauses(input, waiting, looping)
  const state = isRecovering ? 'recovering' : toLevel(jobs, waiting)
  return { level: state, sentence: toSentence(state, jobs, waiting, looping, reasons), reasons: isRecovering ? [] : reasons }
}

function toLevel(jobs: readonly RecoveryJob[], waiting: readonly RecoveryJob[]): PresentLevel {
  return waiting.length === jobs.length ? 'jobs-down' : 'degraded'
}

/** The first cause in the chain that explains the rest: without TaskManagers there are no slots, and without slots nothing restarts. */
function deriveCauses({ taskManagers, now }: VerdictInput, waiting: readonly RecoveryJob[], looping: readonly RecoveryJob[]): Reason[] {
  if (taskManagers.total === 0 && waiting.length > 0)
    return [
      createReason(
        'no-task-managers',
        'error',
        'No TaskManager is registered, so no task can run.',
        null,
        'Start the TaskManagers, on each worker: `bin/taskmanager.sh start`.',
      ),
    ]
  const loops = looping.slice(0, 10).map((job) => toLoop(job, now))
  const rest = waiting.filter((job) => !looping.includes(job))
  if (rest.length === 0 || taskManagers.slotsFree === null || taskManagers.slotsTotal === null) return loops
  const { slotsFree, slotsTotal } = taskManagers
  return slotsFree > 0
    ? loops
    : [
        ...loops,
        createReason(
          'no-slots',
          'error',
          `${toCount(rest.length, 'job')} ${rest.length === 1 ? 'waits' : 'wait'} for slots: all ${slotsTotal} are in use.`,
          rest[0]!.jobId,
          'Start another TaskManager, or give the TaskManagers more slots.',
        ),
      ]
}

function isLooping({ failures }: RecoveryJob, now: number): boolean {
  return countFailures(failures, now) >= loopFailures
}

function countFailures(failures: RecoveryJob['failures'], now: number): number {
  return failures?.times.filter((time) => now - Date.parse(time) < loopMs).length ?? 0
}

function toLoop(job: RecoveryJob, now: number): Reason {
  const cause = job.failures?.line ? ` The last failure was ${job.failures.line}` : ''
  return createReason(
    'restart-loop',
    'error',
    `${toNameOrId(job)} failed ${toCount(countFailures(job.failures, now), 'time')} in the last 10 minutes.${cause}`,
    job.jobId,
    'Look at the job’s exceptions in Flink’s web UI.',
  )
}

function toSentence(
  level: PresentLevel,
  jobs: readonly RecoveryJob[],
  waiting: readonly RecoveryJob[],
  looping: readonly RecoveryJob[],
  reasons: readonly Reason[],
): string {
  const running = jobs.length - waiting.length
  if (level === 'recovering') return `Jobs are recovering: ${running} of ${toCount(jobs.length, 'job')} ${running === 1 ? 'runs' : 'run'}.`
  const loop = looping.length > 0 ? `${toList(looping.map(toNameOrId))} ${looping.length === 1 ? 'restarts' : 'restart'} in a loop` : null
  if (level === 'degraded' && waiting.length === 0) return `${loop}.`
  const down = running === 0 ? 'No job runs' : `${running} of ${toCount(jobs.length, 'job')} ${running === 1 ? 'runs' : 'run'}`
  const cause =
    reasons[0]?.code === 'no-task-managers'
      ? 'no TaskManager is registered'
      : reasons.at(-1)?.code === 'no-slots'
        ? 'no slots are free'
        : loop
  return cause === null
    ? `${down}: ${toList(waiting.map(toNameOrId))} ${waiting.length === 1 ? 'does' : 'do'} not run all tasks.`
    : `${down}: ${cause}.`
}
