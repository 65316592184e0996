import { z } from 'zod'
import { emptyPageProblem, line, lines, most, outageThreshold, pageAddress } from '@/lib/status/model/page-fields'

const clusterId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

/** Body of POST and PUT of a page. */
export const statusPageDraft = z
  .strictObject({
    slug: pageAddress,
    title: line(most.title),
    description: lines(most.description).nullable().default(null),
    isPublished: z.boolean().default(false),
    thresholdMs: outageThreshold.meta({ description: 'From this length on a leader change is an outage on the page, ms.' }),
    components: z
      .array(
        z.strictObject({
          clusterId,
          name: line(most.name),
          description: line(most.about).nullable().default(null),
          group: line(most.group).nullable().default(null),
        }),
      )
      .max(most.services)
      .refine((all) => new Set(all.map((one) => one.clusterId)).size === all.length, 'names a cluster twice'),
  })
  .refine(({ isPublished, components }) => !isPublished || components.length > 0, { error: emptyPageProblem, path: ['components'] })

const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'])

export const incidentDraft = z.strictObject({
  title: line(200),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  status: incidentStatus.default('investigating'),
  body: lines(5_000),
})
export const incidentUpdate = z.strictObject({ status: incidentStatus, body: lines(5_000) })

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const maintenanceDraft = z
  .strictObject({
    title: line(200),
    body: lines(5_000),
    startsAt: moment,
    endsAt: moment,
    clusterIds: z.array(clusterId).min(1, 'name at least one cluster of the page').max(200),
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { error: 'ends before it begins', path: ['endsAt'] })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= 30 * 86_400_000, { error: 'is longer than 30 days', path: ['endsAt'] })
export const maintenanceUpdate = z.strictObject({ body: lines(5_000), end: z.boolean().default(false) })

export const webhookDraft = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .refine(
      (text) =>
        URL.canParse(text) &&
        ['http:', 'https:'].includes(new URL(text).protocol) &&
        new URL(text).username === '' &&
        new URL(text).password === '',
      'write an address like https://example.org/hook, without a password in it',
    ),
})

const at = z.number().int()

const statusPage = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  isPublished: z.boolean(),
  thresholdMs: z.number().int(),
  declaredIn: z.string().nullable().meta({ description: 'The understudy.yaml that says what it is; null: it is changed here.' }),
  createdAt: at,
  updatedAt: at,
  components: z.array(
    z.object({
      id: z.string(),
      clusterId: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      group: z.string().nullable(),
      position: z.number().int(),
      createdAt: at,
    }),
  ),
})

export const statusPageList = z.object({ pages: z.array(statusPage) })

/** What operators see of one page; times are epoch ms. */
export const statusPageDetail = z.object({
  page: statusPage,
  incidents: z.array(
    z.object({
      id: z.string(),
      clusterId: z.string().nullable(),
      title: z.string(),
      status: incidentStatus,
      impact: z.string(),
      startedAt: at,
      resolvedAt: at.nullable(),
      updates: z.array(z.object({ id: z.string(), status: z.string(), body: z.string(), at })),
    }),
  ),
  maintenances: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['maintenance', 'drill']),
      clusterIds: z.array(z.string()),
      title: z.string(),
      body: z.string(),
      startsAt: at,
      endsAt: at,
      endedAt: at.nullable(),
    }),
  ),
})

export const madeId = z.object({ id: z.string() })
export const webhookMade = z.object({ id: z.string(), secret: z.string() })
export const webhookList = z.object({
  webhooks: z.array(
    z.object({
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
    }),
  ),
})
