import { statusTimes } from './limits'
import type { PublicIncident, PublicMaintenance, PublicPage } from './public-page'

export type ToldItem = { sort: 'incident'; told: PublicIncident } | { sort: 'maintenance'; told: PublicMaintenance }

/** All incidents and maintenance that a page lists: each is in exactly one list. */
export interface TellingLists {
  /** Incidents that go on. */
  open: PublicIncident[]
  /** Maintenance that runs or is to come. */
  planned: PublicMaintenance[]
  /** Over for less than a day, newest first. */
  recent: ToldItem[]
  /** Over for longer, newest first. */
  past: ToldItem[]
}

/** Live readers receive all but `past` at once; at most so many recent ones. */
const mostRecent = 5

export function toLists({ incidents, maintenances }: Pick<PublicPage, 'incidents' | 'maintenances'>, now: number): TellingLists {
  const over = [
    ...incidents.filter(({ resolvedAt }) => resolvedAt !== null).map((told): ToldItem => ({ sort: 'incident', told })),
    ...maintenances.filter(({ status }) => status === 'completed').map((told): ToldItem => ({ sort: 'maintenance', told })),
  ].sort((a, b) => findStart(b) - findStart(a) || (a.told.id < b.told.id ? -1 : 1))
  const recent = over.filter((one) => now - findEnd(one) < statusTimes.recent).slice(0, mostRecent)
  return {
    open: incidents.filter(({ resolvedAt }) => resolvedAt === null),
    planned: maintenances.filter(({ status }) => status !== 'completed'),
    recent,
    past: over.filter((one) => !recent.includes(one)),
  }
}

function findStart(one: ToldItem): number {
  return one.sort === 'incident' ? one.told.startedAt : one.told.startsAt
}

function findEnd(one: ToldItem): number {
  return one.sort === 'incident' ? (one.told.resolvedAt ?? 0) : one.told.endsAt
}
