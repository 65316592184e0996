import type { ActivityFilter } from '@/lib/model/activity'

/** The filter in the query of a page's or the API's address; empty filters are left out. */
export function toActivityQuery(filter: ActivityFilter, more: Record<string, string> = {}): URLSearchParams {
  const query = new URLSearchParams()
  if (filter.clusterId !== null) query.set('cluster', filter.clusterId)
  for (const source of filter.sources) query.append('source', source)
  for (const severity of filter.severities) query.append('severity', severity)
  if (filter.who !== null) query.set('who', filter.who)
  if (filter.text !== null) query.set('text', filter.text)
  if (filter.from !== null) query.set('from', new Date(filter.from).toISOString())
  if (filter.to !== null) query.set('to', new Date(filter.to).toISOString())
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query
}

/** Whether anything is filtered beyond what the page's own address already says. */
export function isNarrowed(filter: ActivityFilter, ownCluster: string | null): boolean {
  return toActivityQuery({ ...filter, clusterId: filter.clusterId === ownCluster ? null : filter.clusterId }).size > 0
}
