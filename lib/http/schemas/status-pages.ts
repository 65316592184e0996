import { z } from 'zod'

 
const noControls = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffe\uffff]*$/
const line = (most: number) => z.string().trim().min(1, 'write something').max(most).regex(/^[^\n]*$/, 'write one line').regex(noControls, 'has characters that cannot be shown')
const lines = (most: number) => z.string().trim().min(1, 'write something').max(most).regex(noControls, 'has characters that cannot be shown')
const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'an address has small letters, digits and dashes inside, at most 63').refine((text) => text !== 'assets', 'this address is taken by the program')
const clusterId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

/** Body of POST and PUT of a page. */
export const statusPageDraft = z.strictObject({
  slug, title: line(100), description: lines(1_000).nullable().default(null), isPublished: z.boolean().default(false),
  components: z.array(z.strictObject({ clusterId, name: line(100), description: line(300).nullable().default(null), group: line(100).nullable().default(null) })).max(200)
    .refine((all) => new Set(all.map((one) => one.clusterId)).size === all.length, 'names a cluster twice'),
})

const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'])

export const incidentDraft = z.strictObject({ title: line(200), impact: z.enum(['none', 'minor', 'major', 'critical']), status: incidentStatus.default('investigating'), body: lines(5_000) })
export const incidentUpdate = z.strictObject({ status: incidentStatus, body: lines(5_000) })

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const maintenanceDraft = z.strictObject({ title: line(200), body: lines(5_000), startsAt: moment, endsAt: moment, clusterIds: z.array(clusterId).min(1, 'name at least one cluster of the page').max(200) })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { error: 'ends before it begins', path: ['endsAt'] })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= 30 * 86_400_000, { error: 'is longer than 30 days', path: ['endsAt'] })
export const maintenanceUpdate = z.strictObject({ body: lines(5_000), end: z.boolean().default(false) })

export const webhookDraft = z.strictObject({
  url: z.string().max(2_000).refine((text) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol) && new URL(text).username === '' && new URL(text).password === '', 'write an address like https://example.org/hook, without a password in it'),
})

const at = z.number().int()

const statusPage = z.object({
  id: z.string(), slug: z.string(), title: z.string(), description: z.string().nullable(), isPublished: z.boolean(), createdAt: at, updatedAt: at,
  components: z.array(z.object({ id: z.string(), clusterId: z.string(), name: z.string(), description: z.string().nullable(), group: z.string().nullable(), position: z.number().int(), createdAt: at })),
})

export const statusPageList = z.object({ pages: z.array(statusPage) })

/** What operators see of one page; times are epoch ms. */
export const statusPageDetail = z.object({
  page: statusPage,
  incidents: z.array(z.object({ id: z.string(), clusterId: z.string().nullable(), title: z.string(), status: incidentStatus, impact: z.string(), startedAt: at, resolvedAt: at.nullable(), updates: z.array(z.object({ id: z.string(), status: z.string(), body: z.string(), at })) })),
  maintenances: z.array(z.object({ id: z.string(), kind: z.enum(['maintenance', 'drill']), clusterIds: z.array(z.string()), title: z.string(), body: z.string(), startsAt: at, endsAt: at, endedAt: at.nullable() })),
})

export const madeId = z.object({ id: z.string() })
export const webhookMade = z.object({ id: z.string(), secret: z.string() })
export const webhookList = z.object({
  webhooks: z.array(z.object({
    id: z.string(), url: z.string(), createdAt: at,
    deliveries: z.array(z.object({ id: z.string(), createdAt: at, attempts: z.number().int(), nextAt: at.nullable(), deliveredAt: at.nullable(), lastStatus: z.number().int().nullable(), lastProblem: z.string().nullable() })),
  })),
})

