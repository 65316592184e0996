import 'server-only'
import { z } from 'zod'
import { processState, provenance, role, severity, time, verdictLevel } from './common'

const reason = z.object({
  code: z.string(),
  severity,
  text: z.string(),
  subject: z.string().nullable(),
  action: z.string().nullable(),
})

export const verdict = z.object({ level: verdictLevel, sentence: z.string(), detail: z.string().nullable(), reasons: z.array(reason) })

export const leader = z.object({
  master: z.string().nullable(),
  restAddress: z.string().nullable(),
  rpcAddress: z.string(),
  leaderSessionId: z.string(),
  zkSessionId: z.string(),
  since: time,
  process: processState,
  processDetail: z.string(),
  processSince: time.nullable(),
  provenance,
})

const phase = z.object({
  phase: z.enum(['process-gone', 'session-ended', 'standby-leads', 'rest-answers', 'task-managers', 'jobs-running', 'first-checkpoint']),
  at: time.nullable(),
  progress: z.string().nullable(),
})

export const takeover = z.object({
  standby: z.string().nullable(),
  windowMs: z.object({ earliest: z.number(), latest: z.number() }).nullable(),
  windowBasis: z.string(),
  sessionTimeoutMs: z.number().nullable(),
  tickTimeMs: z.number().nullable(),
  fencedMs: z.number().nullable(),
  fencedDetail: z.string(),
  replayFrom: time.nullable(),
  since: time.nullable(),
  expectedBetween: z.object({ earliest: time, latest: time }).nullable(),
  phases: z.array(phase),
})

export const lane = z.object({
  master: z.string(),
  spans: z.array(z.object({ role, from: time, to: time.nullable() })),
})

export const clusterEvent = z.object({
  id: z.string(),
  at: time,
  kind: z.enum(['leader', 'role', 'process', 'quorum', 'verdict', 'job', 'source', 'configuration']),
  severity,
  text: z.string(),
  subject: z.string().nullable(),
})
