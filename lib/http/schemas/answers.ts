import 'server-only'
import { z } from 'zod'
import { errorCodes } from '../errors'
import { processState, time } from '@/lib/model/schemas/common'
import { clusterSummary } from '@/lib/model/schemas/cluster-snapshot'

export const clusterList = z.object({ clusters: z.array(clusterSummary) })

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

export const readiness = z.object({
  status: z.literal('ready'),
  clusters: z.int().optional().meta({ description: 'For those who are signed in.' }),
  settingsProblem: z.string().nullable().optional(),
})

export const error = z.object({
  error: z.object({ code: z.enum(errorCodes), message: z.string(), detail: z.record(z.string(), z.unknown()).optional() }),
})
