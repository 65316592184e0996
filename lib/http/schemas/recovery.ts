import 'server-only'
import { z } from 'zod'
import { provenance, time } from './common'

export const pointer = z.object({
  handle: z.enum(['file', 'inline', 'unknown']),
  path: z.string().nullable(),
  bytes: z.number().nullable(),
  target: z.enum(['present', 'missing', 'unreadable', 'unchecked']),
  checkedAt: time.nullable(),
  detail: z.string(),
  znode: z.string(),
})

const job = z.object({
  jobId: z.string(),
  name: z.string().nullable(),
  state: z.string().nullable(),
  stateAt: time.nullable(),
  leaderMaster: z.string().nullable(),
  graph: pointer.nullable(),
  checkpoints: z.array(z.object({ checkpointId: z.string(), pointer, completedAt: time })),
  nextCheckpointId: z.string().nullable(),
  verdict: z.enum(['recoverable', 'no-checkpoint-yet', 'broken', 'unknown']),
  verdictDetail: z.string(),
  locks: z.array(z.object({ znode: z.string(), owner: z.string(), alive: z.boolean().nullable() })),
  stateBytes: z.number().nullable(),
  checkpointIntervalMs: z.number().nullable(),
})

const danglingFile = z.object({
  kind: z.string(),
  path: z.string(),
  bytes: z.number().nullable(),
  since: time.nullable(),
  detail: z.string(),
})

export const recovery = z.object({
  jobs: z.array(job),
  dangling: z.array(danglingFile),
  jobResults: z.object({ dirty: z.array(z.string()), clean: z.array(z.string()) }),
  storageDir: z.string().nullable(),
  provenance,
})
