import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SaidSnapshot } from '../said/snapshot'
import type { WorkSight } from '../truth/flink-rest'
import type { Truth } from '../truth/truth'
import { graceOf, otherMemberMs } from './graces'
import type { When } from './leaderless'
import { isIdle } from './phases'
import type { Sheet } from './sheet'

type SaidJob = SaidSnapshot['recovery']['jobs'][number]

/** TaskManagers, jobs and what they would be recovered from. @param storageFolder where the files of recovery lie */
export function judgeWork(said: SaidSnapshot, when: When, truth: Truth, sheet: Sheet, storageFolder: string): void {
  judgeTaskManagers(said.taskManagers, when, truth, sheet)
  judgePresent(said.present.level, when, truth, sheet)
  for (const job of said.recovery.jobs) {
    judgeJob(job, when, truth, sheet)
    if (said.sources.zookeeper?.state === 'live') judgeCheckpoint(job, when, truth, sheet, storageFolder)
    else sheet.unknown('checkpoint-newest')
  }
}

function judgeTaskManagers(said: SaidSnapshot['taskManagers'], { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const { total, slotsTotal, slotsFree } = said
  if (!said.provenance.known || total === null) return sheet.unknown('task-managers')
  const words = () => JSON.stringify(truth.work.possible(asked, got)?.at(-1))
  const isNever = (ms: number, isSo: (work: WorkSight) => boolean) =>
    truth.work.always(asked - ms, got, (work) => work !== null && !isSo(work))
  const isAnother = isNever(graceOf('task-managers'), ({ taskManagers }) => taskManagers === total)
  sheet.claim('task-managers', 'taskManagers.total', isAnother, () => `${total} TaskManagers`, words)
  if (slotsTotal === null || slotsFree === null) return sheet.unknown('slots')
  const differ = isNever(graceOf('slots'), (work) => work.slotsTotal === slotsTotal && work.slotsFree === slotsFree)
  sheet.claim('slots', 'taskManagers.slotsFree', differ, () => `${slotsFree} of ${slotsTotal} slots free`, words)
}

/** The level for all jobs together: are we up? */
function judgePresent(level: SaidSnapshot['present']['level'], { asked, got }: When, truth: Truth, sheet: Sheet): void {
  if (level === 'unknown') return sheet.unknown('present-running')
  if (level !== 'running' && level !== 'jobs-down') return
  const statement = level === 'running' ? 'present-running' : 'present-jobs-down'
  const isOtherwise = truth.work.always(asked - graceOf(statement), got, (work) => {
    if (work === null) return false
    const jobs = Object.values(work.jobs)
    return level === 'running' ? jobs.some(isIdle) : jobs.length > 0 && !jobs.some(isIdle)
  })
  sheet.claim(
    statement,
    'present.level',
    isOtherwise,
    () => level,
    () => JSON.stringify(truth.work.possible(asked, got)?.at(-1)),
  )
}

function judgeJob({ jobId, state, tasks }: SaidJob, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const where = `recovery.jobs ${jobId}`
  const words = () => JSON.stringify(truth.work.possible(asked, got)?.at(-1)?.jobs[jobId])
  if (state === null) return sheet.unknown('job-state')
  const isAlways = (ms: number, isSo: (work: WorkSight) => boolean) =>
    truth.work.always(asked - ms, got, (work) => work !== null && isSo(work))
  const isAnother = isAlways(graceOf('job-state'), ({ jobs }) => jobs[jobId] !== undefined && jobs[jobId].state.toLowerCase() !== state)
  sheet.claim('job-state', `${where} state`, isAnother, () => state, words)
  // A job's tasks may be beside its state: then they show whether it runs.
  if (state !== 'running' || (tasks && tasks.running + tasks.finished < tasks.total)) return
  const idles = isAlways(graceOf('job-runs-tasks'), ({ jobs, taskManagers }) => {
    const job = jobs[jobId]
    return job !== undefined && (taskManagers === 0 || isIdle(job))
  })
  sheet.claim(
    'job-runs-tasks',
    `${where} state`,
    idles,
    () => state,
    () => `${words()}, ${truth.work.possible(asked, got)?.at(-1)?.taskManagers} TaskManagers`,
  )
}

function judgeCheckpoint({ jobId, checkpoints }: SaidJob, { asked, got }: When, truth: Truth, sheet: Sheet, storageFolder: string): void {
  const where = `recovery.jobs ${jobId} checkpoints`
  const newest = checkpoints.at(-1)
  const words = () => `checkpoints in ZooKeeper: ${JSON.stringify(truth.checkpoints.possible(asked, got)?.at(-1)?.[jobId])}`
  if (!newest) {
    const hasOne = truth.checkpoints.always(asked - graceOf('checkpoint-none'), got, (found) => (found?.[jobId]?.length ?? 0) > 0)
    return sheet.claim('checkpoint-none', where, hasOne, () => 'none yet', words)
  }
  const seen = truth.checkpoints.possible(asked - graceOf('checkpoint-newest'), got + otherMemberMs)
  const isAnother = seen && isOutside(seen, jobId, Number(newest.checkpointId))
  sheet.claim('checkpoint-newest', where, isAnother, () => `newest is ${newest.checkpointId}`, words)
  judgeFile(where, newest.pointer, { asked, got }, truth, sheet, storageFolder)
}

/** Checkpoints are numbered upwards: one between two observed ones was the newest for a moment between two observations. */
function isOutside(seen: (Record<string, string[]> | null)[], jobId: string, said: number): boolean {
  const newest = seen.map((found) => Number(found?.[jobId]?.at(-1) ?? NaN))
  return newest.every(Number.isFinite) && (said < Math.min(...newest) || said > Math.max(...newest))
}

function judgeFile(
  where: string,
  { path, target }: SaidJob['checkpoints'][number]['pointer'],
  { asked, got }: When,
  truth: Truth,
  sheet: Sheet,
  storageFolder: string,
): void {
  if (path === null || (target !== 'present' && target !== 'missing')) return sheet.unknown('checkpoint-file-present')
  const file = relative(storageFolder, path.startsWith('file:') ? fileURLToPath(path) : path)
  const statement = target === 'present' ? 'checkpoint-file-present' : 'checkpoint-file-missing'
  const isOtherwise = truth.files.always(asked - graceOf(statement), got, (files) => files.includes(file) !== (target === 'present'))
  // Files that came back with the whole storage are checked again later than those that were never away.
  const mayBeOld =
    target === 'missing' && truth.files.ever(asked - graceOf('checkpoint-file-present'), got, (files) => files.length === 0) !== false
  sheet.claim(
    statement,
    where,
    isOtherwise && !mayBeOld,
    () => `${file} is ${target}`,
    () => (target === 'present' ? 'it is not there' : 'it is there'),
  )
}
