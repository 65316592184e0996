import 'server-only'
import { z } from 'zod'
import { errorCodes } from '../errors'
import { processState, time } from './common'
import { clusterEvent, lane } from './leadership'
import { clusterSummary } from './snapshot'

export const clusterList = z.object({ clusters: z.array(clusterSummary) })

export const history = z.object({
  since: time.meta({ description: 'When this process began to observe; nothing before it is known.' }),
  events: z.array(clusterEvent),
  lanes: z.array(lane),
})

export const znode = z.object({
  path: z.string().meta({ description: 'Relative to the cluster\'s root; "" is the root.' }),
  stat: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  role: z.string().nullable(),
  decoded: z.unknown(),
  problem: z.string().nullable(),
  children: z.array(z.object({ name: z.string(), role: z.string().nullable() })),
  childrenTotal: z.number(),
  sizeBytes: z.number(),
  hex: z.string().nullable().meta({ description: 'The first 512 bytes.' }),
})

export const provenLeader = z.object({
  address: z.string(),
  master: z.string().nullable(),
  restAddress: z.string().nullable(),
  rpcAddress: z.string(),
  leaderSessionId: z.string(),
  since: time,
  process: processState,
  asOf: time,
})

export const isLeader = z.object({ master: z.string(), isLeader: z.literal(true) })

export const health = z.object({ status: z.literal('ok') })

export const readiness = z.object({ status: z.literal('ready'), clusters: z.int(), settingsProblem: z.string().nullable() })

export const patchEvent = z.object({
  from: z.int(),
  to: z.int(),
  asOf: time,
  patch: z.array(z.object({ op: z.string(), path: z.string(), value: z.unknown().optional(), from: z.string().optional() })),
})

export const beat = z.object({ now: time, epoch: z.string(), revision: z.int(), lastHeardAt: z.record(z.string(), time.nullable()) })

export const error = z.object({
  error: z.object({ code: z.enum(errorCodes), message: z.string(), detail: z.record(z.string(), z.unknown()).optional() }),
})
