import 'server-only'
import { z } from 'zod'
import { canActAs, type Actor } from '@/lib/model/actor'
import { activitySources, type ActivitySource } from '@/lib/model/activity-sources'
import type { ActivityFilter } from '@/lib/model/activity'
import { readActivityCursor, type ActivityCursor } from '@/lib/journal/read/activity/question'
import { HttpError } from '../errors'

/** Forms send empty fields too. */
const some = <T extends z.ZodType>(value: T) => z.preprocess((given) => (given === '' ? undefined : given), value.optional())
const words = some(z.string().trim().max(200)).transform((text) => text || null)
/** A day or a moment: a form sends `2026-03-14T13:58`, a script a whole time; without a zone it is UTC. */
const time = some(
  z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/, 'is no time like 2026-03-14T13:58:15Z'),
)
  .transform((text) => (text === undefined ? null : Date.parse(/T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text)))
  .refine((ms) => ms === null || Number.isFinite(ms), 'is no time that there is')

const schema = z.object({
  cluster: some(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'is no id of a cluster')).transform((id) => id ?? null),
  source: z.array(z.enum(activitySources)).max(10),
  severity: z.array(z.enum(['error', 'warning', 'note'])).max(10),
  who: words,
  text: words,
  from: time,
  to: time,
  before: some(z.string()).transform((text, context): ActivityCursor | null => {
    const cursor = readActivityCursor(text ?? null)
    if (text !== undefined && cursor === null) context.addIssue({ code: 'custom', message: 'is not what `next` of an answer said' })
    return cursor
  }),
})

/**
 * The filter in a query. The audit is for administrators: for others it is left out.
 * @throws HttpError bad-request; not-allowed when the audit is requested by name without the right to see it
 */
export function readActivityFilter(parameters: URLSearchParams, actor: Actor | null): ActivityFilter & { before: ActivityCursor | null } {
  const one = (name: string) => parameters.get(name) ?? undefined
  const parsed = schema.safeParse({
    cluster: one('cluster'),
    source: parameters.getAll('source').filter(Boolean),
    severity: parameters.getAll('severity').filter(Boolean),
    who: one('who'),
    text: one('text'),
    from: one('from'),
    to: one('to'),
    before: one('before'),
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = String(issue?.path[0] ?? 'query')
    throw new HttpError('bad-request', `${field}: ${issue?.message ?? 'not understood'}. Correct or leave out this part of the address.`, {
      field,
    })
  }
  const { cluster, source, severity, ...rest } = parsed.data
  return { clusterId: cluster, sources: toVisible(source, actor), severities: severity, ...rest }
}

/** The one place that defines who sees the audit. */
export function canSeeAudit(actor: Actor | null): boolean {
  return canActAs(actor, 'administrator')
}

function toVisible(asked: readonly ActivitySource[], actor: Actor | null): readonly ActivitySource[] {
  if (canSeeAudit(actor)) return asked
  if (asked.includes('audit'))
    throw new HttpError('not-allowed', 'The audit is shown to administrators only. Leave it out, or ask an administrator.', {
      needs: 'administrator',
    })
  return asked.length > 0 ? asked : activitySources.filter((source) => source !== 'audit')
}
