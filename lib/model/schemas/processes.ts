import { z } from 'zod'
import { contenderProofIds } from '../contender-proof'
import { doing, jobManagerRole, processState, provenance, time } from './common'

export const webUi = z.object({
  reachable: z.boolean().nullable(),
  latencyMs: z.number().nullable(),
  checkedAt: time.nullable(),
  /** Since Flink 1.8 a standby answers with the leader's data: an HTTP 200 there says nothing about leadership. */
  servesLeaderData: z.boolean().nullable(),
  detail: z.string(),
})

export const jobManager = z.object({
  master: z.string(),
  role: jobManagerRole,
  /** Sentence behind the role: the observation, and what to do. */
  roleDetail: z.string(),
  /** 0 = the leader, 1 = next; null when not in the election or not proven. */
  inLine: z.number().nullable(),
  zkSessionId: z.string().nullable(),
  /** Proof of its place in the election; null: not proven, and no claim is made. */
  proof: z.enum(contenderProofIds).nullable(),
  sessionTimeoutMs: z.number().nullable(),
  /** The ZooKeeper member that its session is connected to (address as logged). */
  zkMember: z.string().nullable(),
  webUi,
  version: z.string().nullable(),
  rpcPort: z.number().nullable(),
  process: z.object({ pid: z.number(), startedAt: time.nullable(), host: z.string() }).nullable(),
  processState,
  /** The running operation that stopped it; null: none did, or it runs. */
  doing: doing.nullable(),
  provenance,
})

export const stranger = z.object({
  znode: z.string(),
  zkSessionId: z.string(),
  since: time,
  inLine: z.number(),
  detail: z.string(),
})

/** `words-off`: answers, but four-letter words and AdminServer are off. `no-quorum`: up, without a quorum. */
export const memberMode = z.enum(['leader', 'follower', 'observer', 'standalone', 'read-only', 'no-quorum', 'words-off', 'down', 'unknown'])

export const quorumMember = z.object({
  id: z.string().nullable(),
  address: z.string(),
  mode: memberMode,
  version: z.string().nullable(),
  latencyMs: z.number().nullable(),
  zxid: z.string().nullable(),
  detail: z.string(),
  connections: z.number().nullable(),
  /** Masters whose sessions are connected to this member. */
  carries: z.array(z.string()),
  provenance,
})

export const quorum = z.object({
  /** null: not known. */
  serving: z.boolean().nullable(),
  /** How many members may still fail before the quorum stops serving; null when not known. */
  spare: z.number().nullable(),
  members: z.array(quorumMember),
  detail: z.string(),
})

export const taskManagers = z.object({
  total: z.number().nullable(),
  slotsTotal: z.number().nullable(),
  slotsFree: z.number().nullable(),
  detail: z.array(z.object({ id: z.string(), slots: z.number(), slotsFree: z.number() })),
  provenance,
})
