import { isStale, staleAfterMs } from '@/lib/status/model/freshness'
import type { Impact } from '@/lib/status/model/incident'
import { toPageLabel, toPageSentence } from '@/lib/status/model/page-words'
import type { PublicComponent, PublicIncident, PublicMaintenance, PublicPage } from '@/lib/status/model/public-page'
import { deriveWorst, toStateLabel, type PublicState } from '@/lib/status/model/public-state'
import { toUptimeText } from '@/lib/status/model/uptime'

/**
 * Statuspage's API v2 shape. What it has no field for is under `understudy` beside it; where its closed lists have no word for "unknown",
 * the nearest that is not healthy is used (docs/decisions/0031).
 */
const componentWords: Record<PublicState, string> = {
  operational: 'operational',
  maintenance: 'under_maintenance',
  degraded: 'degraded_performance',
  unknown: 'degraded_performance',
  outage: 'major_outage',
}

const indicators: Record<PublicState, string> = {
  operational: 'none',
  maintenance: 'maintenance',
  degraded: 'minor',
  unknown: 'minor',
  outage: 'critical',
}

export interface At {
  now: number
  /** Where the page is, without a slash at the end. */
  url: string
}

export function toSummaryJson(page: PublicPage, at: At) {
  return {
    ...toStatusJson(page, at),
    components: toComponents(page),
    incidents: page.incidents.filter(isUnresolved).map((incident) => toIncident(incident, page, at)),
    scheduled_maintenances: page.maintenances.filter(({ status }) => status !== 'completed').map((one) => toMaintenance(one, page, at)),
  }
}

export function toStatusJson(page: PublicPage, at: At) {
  return {
    page: toPageHead(page, at),
    status: { indicator: indicators[page.state], description: toPageLabel(page) },
    understudy: {
      state: page.state,
      redundancy: page.redundancy,
      sentence: toPageSentence(page, at.now),
      ...toAge(page.observedAt, at.now),
    },
  }
}

export function toComponentsJson(page: PublicPage, at: At) {
  return { page: toPageHead(page, at), components: toComponents(page) }
}

/** Statuspage returns the fifty newest. */
export function toIncidentsJson(page: PublicPage, at: At, only: 'all' | 'unresolved' = 'all') {
  const incidents = page.incidents.filter((incident) => only === 'all' || isUnresolved(incident)).slice(0, 50)
  return { page: toPageHead(page, at), incidents: incidents.map((incident) => toIncident(incident, page, at)) }
}

export function toMaintenancesJson(page: PublicPage, at: At, only: 'all' | 'upcoming' | 'active' = 'all') {
  const wanted = only === 'upcoming' ? ['scheduled'] : only === 'active' ? ['in_progress', 'verifying'] : null
  const maintenances = page.maintenances.filter(({ status }) => wanted === null || wanted.includes(status)).slice(0, 50)
  return { page: toPageHead(page, at), scheduled_maintenances: maintenances.map((one) => toMaintenance(one, page, at)) }
}

function toPageHead(page: PublicPage, { url }: At) {
  return { id: page.slug, name: page.title, url, time_zone: 'Etc/UTC', updated_at: iso(page.updatedAt) }
}

function toComponents(page: PublicPage) {
  const groups = [...new Set(page.components.map(({ group }) => group).filter((name) => name !== null))]
  return [...page.components.map((component) => toComponent(component, page)), ...groups.map((name) => toGroup(name, page))]
}

function toComponent(component: PublicComponent, page: PublicPage) {
  const { observedAt, uptime } = component
  return {
    id: component.id,
    name: component.name,
    status: componentWords[component.state],
    created_at: iso(component.createdAt),
    updated_at: iso(component.since ?? component.createdAt),
    position: component.position,
    description: component.description,
    showcase: true,
    start_date: iso(component.createdAt).slice(0, 10),
    group_id: component.group === null ? null : toGroupId(component.group, page),
    page_id: page.slug,
    group: false,
    only_show_if_degraded: false,
    understudy: {
      state: component.state,
      serving_state: component.servingState,
      redundancy: component.redundancy,
      label: toStateLabel(component),
      standbys: component.standbys,
      quorum_spare: component.spare,
      uptime_90_days: uptime.ratio,
      uptime_text: toUptimeText(uptime.ratio),
      observed_ms: uptime.observedMs,
      leaderless_ms: uptime.leaderlessMs,
      maintenance_ms: uptime.maintenanceMs,
      leader_changes_90_days: uptime.leaderChanges,
      outage_threshold_ms: page.thresholdMs,
      observed_at: observedAt === null ? null : iso(observedAt),
    },
  }
}

function toGroup(name: string, page: PublicPage) {
  const members = page.components.filter(({ group }) => group === name)
  const worst = deriveWorst(members.map(({ state }) => state))
  return {
    id: toGroupId(name, page),
    name,
    status: componentWords[worst],
    created_at: iso(page.createdAt),
    updated_at: iso(page.updatedAt),
    position: members[0]?.position ?? 0,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: page.slug,
    group: true,
    only_show_if_degraded: false,
    components: members.map(({ id }) => id),
  }
}

/** Groups have only a name: their id is that of their first component. */
function toGroupId(name: string, { components }: PublicPage): string {
  return `g-${components.find(({ group }) => group === name)?.id ?? ''}`
}

function toIncident(incident: PublicIncident, page: PublicPage, { url }: At) {
  return {
    id: incident.id,
    name: incident.title,
    status: incident.status,
    impact: incident.impact,
    created_at: iso(incident.startedAt),
    started_at: iso(incident.startedAt),
    updated_at: iso(incident.updatedAt),
    monitoring_at: findAt(incident.updates, 'monitoring'),
    resolved_at: incident.resolvedAt === null ? null : iso(incident.resolvedAt),
    shortlink: `${url}#incident-${incident.id}`,
    page_id: page.slug,
    incident_updates: incident.updates.map((update) => toUpdate(update, incident.id)),
    components: page.components.filter(({ id }) => incident.componentIds.includes(id)).map((component) => toComponent(component, page)),
    understudy: {
      leaderless_ms: incident.downMs,
      phases: incident.phases.map(({ phase, at }) => ({ phase, at: at === null ? null : iso(at) })),
    },
  }
}

function toMaintenance(one: PublicMaintenance, page: PublicPage, { url }: At) {
  return {
    id: one.id,
    name: one.title,
    status: one.status,
    impact: 'maintenance' satisfies Impact,
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    started_at: iso(one.startsAt),
    monitoring_at: null,
    resolved_at: one.status === 'completed' ? iso(one.endsAt) : null,
    scheduled_for: iso(one.startsAt),
    scheduled_until: iso(one.endsAt),
    shortlink: `${url}#maintenance-${one.id}`,
    page_id: page.slug,
    incident_updates: one.updates.map((update) => toUpdate(update, one.id)),
    components: page.components.filter(({ id }) => one.componentIds.includes(id)).map((component) => toComponent(component, page)),
    understudy: { kind: one.kind },
  }
}

function toUpdate({ id, status, body, at }: { id: string; status: string; body: string; at: number }, incidentId: string) {
  return { id, incident_id: incidentId, status, body, created_at: iso(at), updated_at: iso(at), display_at: iso(at) }
}

/** How old the data is: for programs that must not mistake an old answer for a new one. */
export function toAge(observedAt: number | null, now: number) {
  return {
    observed_at: observedAt === null ? null : iso(observedAt),
    age_ms: observedAt === null ? null : Math.max(0, now - observedAt),
    stale_after_ms: staleAfterMs,
    is_stale: isStale(observedAt, now),
  }
}

function findAt(updates: readonly { status: string; at: number }[], status: string): string | null {
  const found = updates.find((update) => update.status === status)
  return found ? iso(found.at) : null
}

function isUnresolved({ resolvedAt }: PublicIncident): boolean {
  return resolvedAt === null
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
