import type { ClusterFacts } from './cluster-facts'
import { toIso } from './observed'
import type { JobManager, Leader, PhaseName, Recovery, TakeoverPhase, TaskManagers } from './snapshot'

/** One takeover, from the leader's last sign of life to the first checkpoint under the new one. */
export interface TakeoverRun {
  startedAt: number
  /** What it started from. */
  leaderSessionId: string
  zkSessionId: string
  master: string | null
  taskManagersBefore: number | null
  /** Newest checkpoint of each job when the new leader appeared: a later one is the first of its own. */
  checkpointsBefore: Readonly<Record<string, string | null>>
  reached: Readonly<Partial<Record<PhaseName, number>>>
  progress: Readonly<Partial<Record<PhaseName, string>>>
}

export const PHASES: readonly PhaseName[] = ['process-gone', 'session-ended', 'standby-leads', 'rest-answers', 'task-managers', 'jobs-running', 'first-checkpoint']

export interface RunInputs {
  facts: ClusterFacts
  leader: Leader | null
  jobManagers: readonly JobManager[]
  recovery: Recovery
  taskManagers: TaskManagers
  now: number
}

/** Starts a run when the last known leader no longer leads. @param last the leader of the picture before */
export function startRun(last: Leader, taskManagersBefore: number | null, { leader, recovery, now }: RunInputs): TakeoverRun | null {
  const sameTerm = leader?.leaderSessionId === last.leaderSessionId
  if (sameTerm && (leader.process === 'running' || leader.process === 'unknown')) return null
  return {
    startedAt: sameTerm && leader.processSince ? Date.parse(leader.processSince) : now,
    leaderSessionId: last.leaderSessionId,
    zkSessionId: last.zkSessionId,
    master: last.master,
    taskManagersBefore,
    checkpointsBefore: Object.fromEntries(recovery.jobs.map((job) => [job.jobId, job.checkpoints.at(-1)?.checkpointId ?? null])),
    reached: {},
    progress: {},
  }
}

/** Marks the phases that the picture proves; each keeps the time it was first seen. Null: it was a false alarm. */
export function advanceRun(run: TakeoverRun, inputs: RunInputs): TakeoverRun | null {
  const { leader, now } = inputs
  if (run.reached['first-checkpoint']) return run
  if (leader?.leaderSessionId === run.leaderSessionId && leader.process === 'running') return null
  const seen = seePhases(run, inputs)
  const reached = { ...run.reached }
  const progress = { ...run.progress }
  for (const { phase, isReached, words } of seen) {
    if (isReached) reached[phase] ??= now
    if (words) progress[phase] = words
  }
  return { ...run, reached, progress }
}

interface Sight {
  phase: PhaseName
  isReached: boolean
  words?: string
}

function seePhases(run: TakeoverRun, { facts, leader, jobManagers, recovery, taskManagers }: RunInputs): Sight[] {
  const isLive = facts.tree.status === 'live'
  const contenders = facts.tree.tree?.contenders ?? []
  const listsOld = leader?.leaderSessionId === run.leaderSessionId
  const leads = isLive && leader !== null && !listsOld
  const jm = leads ? jobManagers.find((candidate) => candidate.master === leader.master) : undefined
  const rest = leads ? facts.jobManagers.find((candidate) => candidate.master === jm?.master) : undefined
  const answers = !!rest?.jobs.known && Date.parse(rest.jobs.at) >= (run.reached['standby-leads'] ?? Infinity)
  const running = recovery.jobs.filter((job) => job.state === 'running').length
  const fresh = recovery.jobs.filter((job) => (job.checkpoints.at(-1)?.checkpointId ?? null) !== (run.checkpointsBefore[job.jobId] ?? null)).length
  const managers = answers && taskManagers.provenance.known ? (taskManagers.total ?? 0) : 0
  const wanted = run.taskManagersBefore ?? 1
  return [
    { phase: 'process-gone', isReached: (listsOld && leader.process === 'gone') || leads },
    { phase: 'session-ended', isReached: isLive && !listsOld && !contenders.some((contender) => contender.zkSessionId === run.zkSessionId && leader?.zkSessionId !== run.zkSessionId) },
    { phase: 'standby-leads', isReached: leads },
    { phase: 'rest-answers', isReached: answers },
    { phase: 'task-managers', isReached: answers && managers >= wanted, words: `${managers}/${wanted}` },
    { phase: 'jobs-running', isReached: answers && running === recovery.jobs.length, words: `${answers ? running : 0}/${recovery.jobs.length}` },
    { phase: 'first-checkpoint', isReached: answers && running === recovery.jobs.length && fresh === recovery.jobs.length, words: `${leads ? fresh : 0}/${recovery.jobs.length}` },
  ]
}

export function toPhases(run: TakeoverRun | null): TakeoverPhase[] {
  if (!run) return []
  return PHASES.map((phase) => {
    const at = run.reached[phase]
    return { phase, at: at === undefined ? null : toIso(at), progress: run.progress[phase] ?? null }
  })
}
