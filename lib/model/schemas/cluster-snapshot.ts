import { z } from 'zod'
import { clusterState, sourceName, time, verdictLevel } from './common'
import { clusterEvent, lane, leader, present, takeover, verdict, verdictSpan } from './leadership'
import { jobManager, quorum, stranger, taskManagers } from './processes'
import { recovery } from './recovery'

export const clusterIdentity = z.object({
  id: z.string(),
  name: z.string(),
  flinkVersion: z.string().nullable(),
  pathRoot: z.string().nullable(),
  clusterId: z.string().nullable(),
  /** The znode layout that was found, in words, e.g. "Flink 1.19–1.20". */
  layout: z.string().nullable(),
  /** Which of its hosts this console may act on: this one, all of them over ssh, none. */
  control: z.enum(['local', 'ssh', 'none']),
  confDir: z.string().nullable(),
  /** Where readers reach Flink's web UI, from the settings; null: at the leader's own address. */
  webUi: z.string().nullable(),
  connectString: z.string().nullable(),
})

/** The operation that runs on the cluster. */
export const runningOperation = z.object({
  id: z.string(),
  kind: z.string(),
  target: z.string().nullable(),
  /** Title of the step under way. */
  step: z.string(),
  /** The JobManager that its newest step of this kind stops; absent: none began yet. */
  stops: z.string().optional(),
  startedAt: time,
  by: z.string(),
})

export const sourceState = z.enum(['live', 'stale', 'lost', 'off'])

export const sourceStatus = z.object({
  state: sourceState,
  lastHeardAt: time.nullable(),
  /** Why it is not live and what to do. */
  detail: z.string().optional(),
})

/** Counts of the doctor's findings; the findings themselves have their own route (`GET …/findings`). */
export const doctorCounts = z.object({
  errors: z.number(),
  warnings: z.number(),
  notes: z.number(),
  /** Time of the newest run; the doctor runs again when a file or an observation changes. null: no run yet, the counts mean nothing. */
  checkedAt: time.nullable(),
})

/**
 * What Understudy knows of one cluster at one moment. It is what the API answers, what SSE pushes and what pages render;
 * immutable, created anew on each change, with unchanged parts shared between revisions.
 *
 * Times are ISO 8601 UTC; 64-bit ids are strings (ZooKeeper sessions 0x hex). Ages are not in here: they would change
 * without a change in the cluster. Readers derive them from the times (docs/decisions/0003).
 */
export const clusterSnapshot = z.object({
  cluster: clusterIdentity,
  revision: z.int().min(1).meta({ description: '+1 on each change, also the SSE event id; starts anew with each epoch.' }),
  epoch: z.string().meta({ description: 'Tells two processes apart, whose revisions cannot be compared.' }),
  asOf: time,
  sources: z.record(sourceName, sourceStatus),
  present,
  verdict,
  leader: leader.nullable(),
  takeover,
  jobManagers: z.array(jobManager),
  strangers: z.array(stranger),
  quorum,
  recovery,
  taskManagers,
  doctor: doctorCounts,
  yarn: z.null(),
  operation: runningOperation.nullable(),
  lanes: z.array(lane),
  /** Oldest first, of the last day. */
  verdicts: z.array(verdictSpan),
  /** Newest first, at most fifty. */
  events: z.array(clusterEvent),
})

/** One row of the Clusters page. */
export const clusterSummary = z.object({
  id: z.string(),
  name: z.string(),
  flinkVersion: z.string().nullable(),
  level: verdictLevel,
  /** The more urgent of the present state and the verdict. */
  state: clusterState,
  sentence: z.string(),
  leader: z.string().nullable(),
  standbys: z.number(),
  masters: z.number(),
  spare: z.number().nullable(),
  jobs: z.number(),
  jobsRecoverable: z.number(),
  lastChange: z.object({ at: time, text: z.string() }).nullable(),
  asOf: time,
  stale: z.boolean(),
  revision: z.int().min(0),
})
