import 'server-only'
import type { ActivityPageProps } from '@/components/activity/activity-page'
import { requireReader } from '@/lib/access/reader'
import { findActivity } from '@/lib/http/activity/find-activity'
import { canSeeAudit, readActivityFilter } from '@/lib/http/activity/read-filter'
import { HttpError } from '@/lib/http/errors'
import type { ActivityFilter } from '@/lib/model/activity'

export type SearchParams = Record<string, string | string[] | undefined>

const page = 50
const everything: ActivityFilter = { clusterId: null, sources: [], severities: [], who: null, text: null, from: null, to: null }

/**
 * For authorized readers: the content of an Activity page for its address. A filter that cannot be read is reported in the list's place.
 */
export async function readActivityPage(
  given: SearchParams,
  clusterId: string | null,
): Promise<Pick<ActivityPageProps, 'initial' | 'filter' | 'isOlder' | 'withAudit'>> {
  const { actor } = await requireReader()
  const withAudit = canSeeAudit(actor)
  const parameters = toParameters(given)
  if (clusterId !== null) parameters.set('cluster', clusterId)
  try {
    const { before, ...filter } = readActivityFilter(parameters, actor)
    const initial = await findActivity({ ...filter, before, limit: page })
    return { initial, filter: parameters.has('source') ? filter : { ...filter, sources: [] }, isOlder: before !== null, withAudit }
  } catch (error) {
    if (!HttpError.is(error)) throw error
    return { initial: { entries: [], next: null, problem: error.message }, filter: { ...everything, clusterId }, isOlder: true, withAudit }
  }
}

function toParameters(given: SearchParams): URLSearchParams {
  const pairs = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((one) => [name, one])))
  return new URLSearchParams(pairs)
}
