import type { ClusterFacts } from './cluster-facts'
import { toIso } from './observed'
import { phaseName } from './schemas/leadership'
import { runsAllTasks } from './runs-all-tasks'
import type { Doing, JobManager, Leader, PhaseName, Recovery, RecoveryJob, TakeoverPhase, TaskManagers } from './snapshot'

/** One takeover, from the leader's last sign of life to the first checkpoint under the new one. */
export interface ObservedTakeover {
  startedAt: number
  /** Leader session id before the takeover. */
  leaderSessionId: string
  zkSessionId: string
  master: string | null
  /** The operation that took the lead away; null: none did. */
  doing: Doing | null
  /** The takeover that this one took the place of: it is shown again if this one was a false alarm. */
  replaced: ObservedTakeover | null
  taskManagersBefore: number | null
  /** Newest checkpoint of each job when the new leader appeared: a later one is the new leader's first. */
  checkpointsBefore: Readonly<Record<string, string | null>>
  reached: Readonly<Partial<Record<PhaseName, number>>>
  progress: Readonly<Partial<Record<PhaseName, string>>>
}

export interface RunInputs {
  facts: ClusterFacts
  leader: Leader | null
  jobManagers: readonly JobManager[]
  recovery: Recovery
  taskManagers: TaskManagers
  now: number
}

/**
 * A run in which no phase is reached yet: proofs of earlier snapshots are of the time before.
 * @param last the leader of the previous snapshot
 * @param startedAt since when no leader is proven, epoch ms
 * @param doing the operation that took the lead away
 * @param run the takeover before it
 */
export function beginObservedTakeover(
  last: Leader,
  startedAt: number,
  { doing, run, taskManagersBefore }: { doing: Doing | null; run: ObservedTakeover | null; taskManagersBefore: number | null },
  { recovery }: RunInputs,
): ObservedTakeover {
  return {
    startedAt,
    leaderSessionId: last.leaderSessionId,
    zkSessionId: last.zkSessionId,
    master: last.master,
    doing,
    replaced: run && { ...run, replaced: null },
    taskManagersBefore,
    checkpointsBefore: Object.fromEntries(recovery.jobs.map((job) => [job.jobId, newestId(job)])),
    reached: {},
    progress: {},
  }
}

/**
 * Marks the phases that the snapshot proves; each keeps the time it was first seen.
 * @param isOutage no leader is proven
 * @returns after a false alarm, when the same leader still leads, the takeover before it; null: there was none
 */
export function advanceObservedTakeover(run: ObservedTakeover, isOutage: boolean, inputs: RunInputs): ObservedTakeover | null {
  const { leader, now } = inputs
  if (run.reached['first-checkpoint']) return run
  if (!isOutage && leader?.leaderSessionId === run.leaderSessionId && leader.process === 'running')
    return run.replaced && advanceObservedTakeover(run.replaced, isOutage, inputs)
  const seen = seePhases(run, inputs)
  const reached = { ...run.reached }
  const progress = { ...run.progress }
  for (const { phase, isReached, words } of seen) {
    if (isReached) reached[phase] ??= now
    if (words !== undefined) progress[phase] = words
  }
  return { ...run, reached, progress }
}

interface Sight {
  phase: PhaseName
  isReached: boolean
  words?: string
}

function seePhases(run: ObservedTakeover, inputs: RunInputs): Sight[] {
  const { facts, leader } = inputs
  const isLive = facts.tree.status === 'live'
  const listsOld = leader?.leaderSessionId === run.leaderSessionId
  const leads = isLive && leader !== null && !listsOld
  return [
    { phase: 'process-gone', isReached: isProvenGone(run, inputs) },
    { phase: 'session-ended', isReached: isLive && !listsOld && !isInLine(run, inputs) },
    { phase: 'standby-leads', isReached: leads },
    ...(leads ? seeRecovery(run, inputs, leader) : []),
  ]
}

/** Proven exit only: a silent host, or a freeze, ends a session too. */
function isProvenGone(run: ObservedTakeover, { leader, jobManagers }: RunInputs): boolean {
  if (leader?.leaderSessionId === run.leaderSessionId) return leader.process === 'gone'
  return jobManagers.some((jm) => jm.master === run.master && jm.processState === 'gone')
}

/** Whether the dead session's latch is still in line, unless the same process leads again with it. */
function isInLine(run: ObservedTakeover, { facts, leader }: RunInputs): boolean {
  if (leader?.zkSessionId === run.zkSessionId) return false
  return (facts.tree.tree?.contenders ?? []).some((contender) => contender.zkSessionId === run.zkSessionId)
}

/** Phases after the election, as the new leader itself reports them. */
function seeRecovery(run: ObservedTakeover, { facts, recovery, taskManagers }: RunInputs, leader: Leader): Sight[] {
  const rest = facts.jobManagers.find((candidate) => candidate.master === leader.master)
  const isOfTerm = ({ known, at }: { known: boolean; at?: string }) =>
    known && at !== undefined && Date.parse(at) >= (run.reached['standby-leads'] ?? Infinity)
  const answers = !!rest && isOfTerm(rest.jobs)
  const total = recovery.jobs.length
  const running = answers ? recovery.jobs.filter((job) => runsAllTasks(job, taskManagers)).length : 0
  const fresh = recovery.jobs.filter((job) => newestId(job) !== (run.checkpointsBefore[job.jobId] ?? null)).length
  const managers = isOfTerm(taskManagers.provenance) ? (taskManagers.total ?? 0) : 0
  const allRun = answers && running === total
  // Tasks run on TaskManagers: jobs whose tasks all run prove them registered, also before the leader's list was read.
  const wanted = Math.max(run.taskManagersBefore ?? 1, total > 0 ? 1 : 0)
  return [
    { phase: 'rest-answers', isReached: answers },
    {
      phase: 'task-managers',
      isReached: answers && (managers >= wanted || (total > 0 && allRun)),
      words: managers < wanted && total > 0 && allRun ? '' : `${managers}/${wanted}`,
    },
    { phase: 'jobs-running', isReached: allRun, words: `${running}/${total}` },
    { phase: 'first-checkpoint', isReached: allRun && fresh === total, words: `${fresh}/${total}` },
  ]
}

function newestId(job: RecoveryJob): string | null {
  return job.checkpoints.at(-1)?.checkpointId ?? null
}

export function toPhases(run: ObservedTakeover | null): TakeoverPhase[] {
  if (!run) return []
  return phaseName.options.map((phase) => {
    const at = run.reached[phase]
    return { phase, at: at === undefined ? null : toIso(at), progress: run.progress[phase] || null }
  })
}
