import 'server-only'
import { z } from 'zod'
import { contenderProofIds } from '@/lib/model/contender-proof'
import { processState, provenance, role, time } from './common'

const webUi = z.object({
  reachable: z.boolean().nullable(),
  latencyMs: z.number().nullable(),
  checkedAt: time.nullable(),
  servesLeaderData: z.boolean().nullable(),
  detail: z.string(),
})

export const jobManager = z.object({
  master: z.string(),
  role,
  roleDetail: z.string(),
  inLine: z.number().nullable(),
  zkSessionId: z.string().nullable(),
  proof: z.enum(contenderProofIds).nullable(),
  sessionTimeoutMs: z.number().nullable(),
  zkMember: z.string().nullable(),
  webUi,
  version: z.string().nullable(),
  rpcPort: z.number().nullable(),
  process: z.object({ pid: z.number(), startedAt: time.nullable(), host: z.string() }).nullable(),
  processState,
  provenance,
})

export const stranger = z.object({ znode: z.string(), zkSessionId: z.string(), since: time, inLine: z.number(), detail: z.string() })

const member = z.object({
  id: z.string().nullable(),
  address: z.string(),
  mode: z.enum(['leader', 'follower', 'observer', 'standalone', 'read-only', 'no-quorum', 'words-off', 'down', 'unknown']),
  version: z.string().nullable(),
  latencyMs: z.number().nullable(),
  zxid: z.string().nullable(),
  detail: z.string(),
  connections: z.number().nullable(),
  carries: z.array(z.string()),
  provenance,
})

export const quorum = z.object({
  serving: z.boolean().nullable(),
  spare: z.number().nullable(),
  members: z.array(member),
  detail: z.string(),
})

export const taskManagers = z.object({
  total: z.number().nullable(),
  slotsTotal: z.number().nullable(),
  slotsFree: z.number().nullable(),
  detail: z.array(z.object({ id: z.string(), slots: z.number(), slotsFree: z.number() })),
  provenance,
})
