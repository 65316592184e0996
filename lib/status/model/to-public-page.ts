import { dayMs } from '@/lib/base/durations'
import { shownDays } from './day'
import { deriveStanding, type Standing } from './derive-standing'
import { isStale } from './freshness'
import { deriveDays, type PublicDay } from './history'
import { deriveDownMs, type Incident } from './incident'
import { deriveMaintenanceStatus, isUnderMaintenance, toWindows, type Maintenance } from './maintenance'
import { deriveLeaderChanges, type Span } from './outage'
import type { PublicComponent, PublicIncident, PublicMaintenance, PublicPage } from './public-page'
import { deriveWorst, type Redundancy } from './public-state'
import type { StoredComponent, StoredPage, StoredStatus } from './stored-page'
import { deriveUptime } from './uptime'

/** Makes a page as the public may see it at `now`: field by field, so that no other field is included by accident. */
export function toPublicPage(page: StoredPage, status: StoredStatus, now: number, daysOf = toDays): PublicPage {
  const components = page.components.map((component) =>
    toComponent(component, page, status, now, daysOf(component.clusterId, page.thresholdMs, status, now)),
  )
  const observed = components.map(({ observedAt }) => observedAt)
  return {
    slug: page.slug,
    title: page.title,
    description: page.description,
    createdAt: page.createdAt,
    updatedAt: Math.max(page.updatedAt, Math.min(status.changedAt, now)),
    observedAt: observed.length === 0 || observed.includes(null) ? null : Math.min(...(observed as number[])),
    state: deriveWorst(components.map(({ state }) => state)),
    redundancy: findWeakest(components.map(({ redundancy }) => redundancy)),
    thresholdMs: page.thresholdMs,
    components,
    incidents: toIncidents(page, status.incidents, now),
    maintenances: toMaintenances(page, status.maintenances, now),
  }
}

/** Unknown redundancy weakens nothing: its component is unknown as a whole. */
function findWeakest(all: readonly Redundancy[]): Redundancy {
  const order: readonly Redundancy[] = ['no-backup', 'no-redundancy', 'full']
  return order.find((one) => all.includes(one)) ?? 'unknown'
}

/** The 90 days of one cluster as a page with this threshold counts them. */
export function toDays(clusterId: string, thresholdMs: number, status: StoredStatus, now: number): PublicDay[] {
  return deriveDays(findSpans(clusterId, status, now), toWindows(status.maintenances, clusterId), now, thresholdMs)
}

/** The open span reaches as far as the page claims its state: up to now, or to the last pulse where that is old. */
function findSpans(clusterId: string, { spans, observedAt }: StoredStatus, now: number): readonly Span[] {
  const all = spans.get(clusterId) ?? []
  const [last, pulse] = [all.at(-1), observedAt[clusterId] ?? null]
  const isOpen = last !== undefined && last.to === pulse && !isStale(pulse, now)
  return isOpen ? [...all.slice(0, -1), { ...last, to: Math.max(last.to, now) }] : all
}

function toComponent(component: StoredComponent, page: StoredPage, status: StoredStatus, now: number, days: PublicDay[]): PublicComponent {
  const stored = status.clusters.get(component.clusterId) ?? null
  const observedAt = status.observedAt[component.clusterId] ?? null
  const standing = toStanding(component, page, status, now)
  const known = stored !== null && standing.servingState !== 'unknown' ? stored.cluster : null
  return {
    id: component.id,
    name: component.name,
    description: component.description,
    group: component.group,
    position: component.position,
    createdAt: component.createdAt,
    state: standing.state,
    servingState: standing.servingState,
    redundancy: standing.redundancy,
    cause: standing.cause,
    since: known === null ? observedAt : (stored?.since ?? null),
    observedAt,
    isStale: isStale(observedAt, now),
    standbys: known?.standbys ?? null,
    spare: known?.spare ?? null,
    leaderlessSince: standing.leaderlessSince,
    expectedBetween: known?.expectedBetween ?? null,
    days,
    uptime: deriveUptime(days),
  }
}

function toStanding({ clusterId }: StoredComponent, page: StoredPage, status: StoredStatus, now: number): Standing {
  const change = deriveLeaderChanges(findSpans(clusterId, status, now)).at(-1)
  const open = status.incidents.filter(({ resolvedAt, ...one }) => resolvedAt === null && one.clusterId === clusterId)
  return deriveStanding(
    {
      cluster: status.clusters.get(clusterId)?.cluster ?? null,
      observedAt: status.observedAt[clusterId] ?? null,
      change: change?.isOpen ? change : null,
      incident: open.find(({ pageId }) => pageId === null || pageId === page.id) ?? null,
      thresholdMs: page.thresholdMs,
      isMaintenance: isUnderMaintenance(status.maintenances, clusterId, now),
    },
    now,
  )
}

function toIncidents(page: StoredPage, incidents: readonly Incident[], now: number): PublicIncident[] {
  const oldest = now - shownDays * dayMs
  return incidents
    .filter((incident) => isOn(page, incident) && (incident.resolvedAt === null || incident.resolvedAt >= oldest))
    .sort((a, b) => Number(b.resolvedAt === null) - Number(a.resolvedAt === null) || b.startedAt - a.startedAt)
    .map((incident) => ({
      id: incident.id,
      title: incident.title,
      status: incident.status,
      impact: incident.impact,
      startedAt: incident.startedAt,
      resolvedAt: incident.resolvedAt,
      updatedAt: incident.updatedAt,
      lostAt: incident.lostAt,
      downMs: deriveDownMs(incident),
      phases: incident.phases.map(({ phase, at }) => ({ phase, at })),
      updates: incident.updates.map(({ id, status, body, at }) => ({ id, status, body, at })),
      componentIds: page.components.filter(({ clusterId }) => clusterId === incident.clusterId).map(({ id }) => id),
    }))
}

function isOn(page: StoredPage, { pageId, clusterId, startedAt, resolvedAt }: Incident): boolean {
  const hasCluster = page.components.some((component) => component.clusterId === clusterId)
  if (pageId !== null) return pageId === page.id && (clusterId === null || hasCluster)
  // A maintenance that was over before a cluster was put on the page was never announced there.
  return page.components.some(
    (component) =>
      component.clusterId === clusterId && (resolvedAt ?? Infinity) >= component.createdAt && startedAt >= component.createdAt - dayMs,
  )
}

const maintenanceOrder = ['in_progress', 'verifying', 'scheduled', 'completed']

function toMaintenances(page: StoredPage, maintenances: readonly Maintenance[], now: number): PublicMaintenance[] {
  const oldest = now - shownDays * dayMs
  return maintenances
    .filter(
      (one) =>
        (one.pageId === null ? page.components.some(({ clusterId }) => one.clusterIds.includes(clusterId)) : one.pageId === page.id) &&
        one.endsAt >= oldest,
    )
    .map((one) => ({
      id: one.id,
      kind: one.kind,
      title: one.title,
      status: deriveMaintenanceStatus(one, now),
      startsAt: one.startsAt,
      endsAt: one.endedAt ?? one.endsAt,
      createdAt: one.createdAt,
      updatedAt: one.updatedAt,
      updates: one.updates.map(({ id, status, body, at }) => ({ id, status, body, at })),
      componentIds: page.components.filter(({ clusterId }) => one.clusterIds.includes(clusterId)).map(({ id }) => id),
    }))
    .sort(
      (a, b) =>
        maintenanceOrder.indexOf(a.status) - maintenanceOrder.indexOf(b.status) ||
        (a.status === 'scheduled' ? a.startsAt - b.startsAt : b.startsAt - a.startsAt),
    )
}
