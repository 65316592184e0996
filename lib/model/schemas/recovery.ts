import { z } from 'zod'
import { provenance, time } from './common'

export const targetState = z.enum(['present', 'missing', 'unreadable', 'unchecked'])
/**
 * `not-run`: ZooKeeper holds a job that the leader does not run, and a takeover would start it again. `skipped`: the next leader
 * skips it. `state-lost`: it would start from the beginning though it completed checkpoints.
 */
export const jobVerdict = z.enum(['recoverable', 'no-checkpoint-yet', 'broken', 'unknown', 'not-run', 'skipped', 'state-lost'])

export const pointer = z.object({
  handle: z.enum(['file', 'inline', 'unknown']),
  path: z.string().nullable(),
  bytes: z.number().nullable(),
  target: targetState,
  checkedAt: time.nullable(),
  detail: z.string(),
  znode: z.string(),
})

export const checkpoint = z.object({
  checkpointId: z.string(),
  pointer,
  /** Creation time of the pointer's znode: written when the checkpoint is complete. */
  completedAt: time,
})

export const recoveryJob = z.object({
  jobId: z.string(),
  /** null until a JobManager names it: names are not in ZooKeeper. */
  name: z.string().nullable(),
  /** Flink's own state (RUNNING …), lower case, or "waiting" without a leader; null when not known. */
  state: z.string().nullable(),
  stateAt: time.nullable(),
  /** Tasks of the running attempt, as the leader counts them; null when not known. */
  tasks: z.object({ running: z.number(), finished: z.number(), total: z.number() }).nullable(),
  /**
   * Failures that the leader reports, newest first, and the cause of the newest; null: not requested, because the job was never seen
   * failing.
   */
  failures: z.object({ times: z.array(time), line: z.string().nullable() }).nullable(),
  leaderMaster: z.string().nullable(),
  graph: pointer.nullable(),
  checkpoints: z.array(checkpoint),
  nextCheckpointId: z.string().nullable(),
  verdict: jobVerdict,
  verdictDetail: z.string(),
  /** `alive`: whether the process of its session is proven to run (true) or to be gone; the lock stands until the session ends. */
  locks: z.array(z.object({ znode: z.string(), owner: z.string(), alive: z.boolean().nullable() })),
  /** Size of the newest checkpoint's state, from the leader's REST. */
  stateBytes: z.number().nullable(),
  checkpointIntervalMs: z.number().nullable(),
})

export const danglingItem = z.object({
  kind: z.string(),
  path: z.string(),
  bytes: z.number().nullable(),
  since: time.nullable(),
  detail: z.string(),
})

export const recovery = z.object({
  jobs: z.array(recoveryJob),
  /** The proven leader reported which jobs it has: one that is not among them does not run. */
  areJobsReported: z.boolean(),
  dangling: z.array(danglingItem),
  jobResults: z.object({ dirty: z.array(z.string()), clean: z.array(z.string()) }),
  storageDir: z.string().nullable(),
  provenance,
})
