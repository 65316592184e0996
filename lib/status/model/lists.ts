import { statusTimes } from './limits'
import type { PublicIncident, PublicMaintenance, PublicPage } from './public-page'

export type AnnouncedItem = { sort: 'incident'; item: PublicIncident } | { sort: 'maintenance'; item: PublicMaintenance }

/** All incidents and maintenance that a page lists: each is in exactly one list. */
export interface AnnouncedLists {
  /** Incidents that go on. */
  open: PublicIncident[]
  /** Maintenance that runs or is to come. */
  planned: PublicMaintenance[]
  /** Over for less than a day, newest first. */
  recent: AnnouncedItem[]
  /** Over for longer, newest first. */
  past: AnnouncedItem[]
}

/** Live readers receive all but `past` at once; at most so many recent ones. */
const mostRecent = 5

export function toLists({ incidents, maintenances }: Pick<PublicPage, 'incidents' | 'maintenances'>, now: number): AnnouncedLists {
  const over = [
    ...incidents.filter(({ resolvedAt }) => resolvedAt !== null).map((item): AnnouncedItem => ({ sort: 'incident', item })),
    ...maintenances.filter(({ status }) => status === 'completed').map((item): AnnouncedItem => ({ sort: 'maintenance', item })),
  ].sort((a, b) => findStart(b) - findStart(a) || (a.item.id < b.item.id ? -1 : 1))
  const recent = over.filter((one) => now - findEnd(one) < statusTimes.recent).slice(0, mostRecent)
  return {
    open: incidents.filter(({ resolvedAt }) => resolvedAt === null),
    planned: maintenances.filter(({ status }) => status !== 'completed'),
    recent,
    past: over.filter((one) => !recent.includes(one)),
  }
}

function findStart(one: AnnouncedItem): number {
  return one.sort === 'incident' ? one.item.startedAt : one.item.startsAt
}

function findEnd(one: AnnouncedItem): number {
  return one.sort === 'incident' ? (one.item.resolvedAt ?? 0) : one.item.endsAt
}
