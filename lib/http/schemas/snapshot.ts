import 'server-only'
import { z } from 'zod'
import { sourceName, time, verdictLevel } from './common'
import { clusterEvent, lane, leader, takeover, verdict } from './leadership'
import { jobManager, quorum, stranger, taskManagers } from './processes'
import { recovery } from './recovery'

const identity = z.object({
  id: z.string(),
  name: z.string(),
  flinkVersion: z.string().nullable(),
  pathRoot: z.string().nullable(),
  clusterId: z.string().nullable(),
  layout: z.string().nullable(),
  control: z.enum(['local', 'ssh', 'none']),
  confDir: z.string().nullable(),
  connectString: z.string().nullable(),
})

/** `RunningOperation` of lib/model: the operation or drill under way. */
const runningOperation = z.object({
  id: z.string(),
  kind: z.string(),
  target: z.string().nullable(),
  step: z.string(),
  startedAt: time,
  by: z.string(),
})

const source = z.object({
  state: z.enum(['live', 'stale', 'lost', 'off']),
  lastHeardAt: time.nullable(),
  detail: z.string().optional(),
})

/** `ClusterSnapshot` of lib/model, for the API's description; a test holds the two together. */
export const clusterSnapshot = z.object({
  cluster: identity,
  revision: z.int().min(1).meta({ description: '+1 on each change; starts anew with each epoch.' }),
  epoch: z.string().meta({ description: 'Tells two processes apart, whose revisions cannot be compared.' }),
  asOf: time,
  sources: z.record(sourceName, source),
  verdict,
  leader: leader.nullable(),
  takeover,
  jobManagers: z.array(jobManager),
  strangers: z.array(stranger),
  quorum,
  recovery,
  taskManagers,
  doctor: z.object({ errors: z.number(), warnings: z.number(), notes: z.number(), checkedAt: time.nullable() }),
  yarn: z.null(),
  operation: runningOperation.nullable(),
  lanes: z.array(lane),
  events: z.array(clusterEvent),
})

/** `ClusterSummary` of lib/model. */
export const clusterSummary = z.object({
  id: z.string(),
  name: z.string(),
  flinkVersion: z.string().nullable(),
  level: verdictLevel,
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

