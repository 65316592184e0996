import { z } from 'zod'
import { doing, laneRole, presentLevel, processState, provenance, severity, time, verdictLevel } from './common'

export const reason = z.object({
  code: z.string(),
  severity,
  text: z.string(),
  /** Object of the reason: a master, member, job id, path; null for the cluster as a whole. */
  subject: z.string().nullable(),
  /** The next right step, when there is one. */
  action: z.string().nullable(),
})

export const verdict = z.object({
  level: verdictLevel,
  /** The one sentence on top of the page. Masters and figures in it are repeated as data in `takeover`. */
  sentence: z.string(),
  /** Further sentences under it; may be empty. */
  detail: z.string().nullable(),
  reasons: z.array(reason),
})

/** Whether the jobs run now; the verdict is about what would happen next. */
export const present = z.object({
  level: presentLevel,
  /** null: all is well, or nothing is known beyond the verdict. */
  sentence: z.string().nullable(),
  /** Why they do not run, root cause first. */
  reasons: z.array(reason),
})

export const leader = z.object({
  /** null: the address in ZooKeeper matches no line of the masters file. */
  master: z.string().nullable(),
  restAddress: z.string().nullable(),
  rpcAddress: z.string(),
  leaderSessionId: z.string(),
  zkSessionId: z.string(),
  since: time,
  process: processState,
  processDetail: z.string(),
  /** When the process left `running`; null while it runs or when that was not observed. */
  processSince: time.nullable(),
  provenance,
})

/** The phases of a takeover, in their order. */
export const phaseName = z.enum([
  'process-gone',
  'session-ended',
  'standby-leads',
  'rest-answers',
  'task-managers',
  'jobs-running',
  'first-checkpoint',
])

export const takeoverPhase = z.object({
  phase: phaseName,
  /** null: not yet. */
  at: time.nullable(),
  /** e.g. "jobs 1/3", "TaskManagers 0/2". */
  progress: z.string().nullable(),
})

export const takeover = z.object({
  standby: z.string().nullable(),
  /** From the leader's last sign of life to the end of its ZooKeeper session; null when T or tickTime is not known. */
  windowMs: z.object({ earliest: z.number(), latest: z.number() }).nullable(),
  /** Sources of T (negotiated session timeout) and tickTime, for "Why this window?". */
  windowBasis: z.string(),
  sessionTimeoutMs: z.number().nullable(),
  tickTimeMs: z.number().nullable(),
  /** From a fenced takeover's start until the next leader: the median measured here; null: not possible now, or never measured. */
  fencedMs: z.number().nullable(),
  /** Basis of `fencedMs`: what it was measured from, or what is missing. */
  fencedDetail: z.string(),
  /** Completion of the oldest among the jobs' newest checkpoints: what lies after it is replayed. */
  replayFrom: time.nullable(),
  /** Only without a leader: since when, and when the standby is expected. */
  since: time.nullable(),
  expectedBetween: z.object({ earliest: time, latest: time }).nullable(),
  /** When the takeover of `phases` began: the leader's last sign of life. null: there was none. */
  startedAt: time.nullable(),
  /** The master that led before it; null: there was none, or it is no line of the masters file. */
  lastLeader: z.string().nullable(),
  /** The operation of this console that took the lead away; null: none did, or there was no takeover. */
  doing: doing.nullable(),
  /** The phases of the takeover under way or of the last one. */
  phases: z.array(takeoverPhase),
})

/** One bar of the leadership lanes: a master's role, from when to when (null: it continues). */
export const lane = z.object({
  master: z.string(),
  spans: z.array(z.object({ role: laneRole, from: time, to: time.nullable() })),
})

/** The verdict's level, from when to when (null: it continues); an outage from the last sign of life on. */
export const verdictSpan = z.object({ value: verdictLevel, from: time, to: time.nullable() })

export const clusterEvent = z.object({
  id: z.string(),
  at: time,
  kind: z.enum(['leader', 'role', 'process', 'quorum', 'verdict', 'job', 'source', 'configuration']),
  severity,
  text: z.string(),
  subject: z.string().nullable(),
})
