import { z } from 'zod'
import { impact, incidentEntry, incidentStatus } from './incident'
import { maintenanceKind } from './maintenance'
import { storedPage } from './stored-page'

const at = z.number().int()

/** What operators see of one page; times are epoch ms. */
export const statusPageDetail = z.object({
  page: storedPage,
  incidents: z.array(
    z.object({
      id: z.string(),
      clusterId: z.string().nullable(),
      title: z.string(),
      status: incidentStatus,
      impact,
      startedAt: at,
      resolvedAt: at.nullable(),
      updates: z.array(incidentEntry),
    }),
  ),
  maintenances: z.array(
    z.object({
      id: z.string(),
      kind: maintenanceKind,
      clusterIds: z.array(z.string()),
      title: z.string(),
      body: z.string(),
      startsAt: at,
      endsAt: at,
      endedAt: at.nullable(),
    }),
  ),
})
export type StatusPageDetail = z.infer<typeof statusPageDetail>

/** A webhook with its last deliveries, newest first. */
const deliveryLog = z.object({
  id: z.string(),
  url: z.string(),
  createdAt: at,
  deliveries: z.array(
    z.object({
      id: z.string(),
      createdAt: at,
      attempts: z.number().int(),
      nextAt: at.nullable(),
      deliveredAt: at.nullable(),
      lastStatus: z.number().int().nullable(),
      lastProblem: z.string().nullable(),
    }),
  ),
})
export type DeliveryLog = z.infer<typeof deliveryLog>

export const statusPageList = z.object({ pages: z.array(storedPage) })
export const webhookList = z.object({ webhooks: z.array(deliveryLog) })
