import { z } from 'zod'
import { impact, incidentStatus } from '@/lib/status/model/incident'
import { publishedCluster } from '@/lib/status/model/declared-pages'
import { line, lines } from '@/lib/status/model/page-fields'

export const incidentDraft = z.strictObject({
  title: line(200),
  impact: impact.exclude(['maintenance']),
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
    clusterIds: z.array(publishedCluster).min(1, 'name at least one cluster of the page').max(200),
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

export const madeId = z.object({ id: z.string() })
export const webhookMade = z.object({ id: z.string(), secret: z.string() })
