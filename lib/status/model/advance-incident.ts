import type { Impact, Incident, IncidentStatus } from './incident'
import { isOutage } from './public-state'
import type { PublicCluster } from './public-cluster'
import { toPreciseDurationText } from '@/lib/base/durations'
import { toUtcClockText } from './texts'

/** After so long under a new leader an incident ends, whether or not its jobs were seen running again. */
const SETTLED_MS = 120_000
/** The first phase may be a moment older than the verdict that opened the incident. */
const CLOCK_SLACK_MS = 2_000

export interface NewUpdate {
  status: IncidentStatus
  body: string
}

/** What is to be written: nothing, or the incident as it is now and what its readers are told. */
export interface IncidentStep {
  incident: Omit<Incident, 'id' | 'updates' | 'clusterId' | 'pageId'>
  updates: NewUpdate[]
}

export interface Circumstances {
  now: number
  /** Announced work or a drill is under way: it is told, and weighs less. */
  isMaintenance: boolean
  /** The console was not looking since before this picture. */
  wasUnseen: boolean
}

/**
 * Opens, continues and closes the incident of one cluster, from what its state became. Pure: the same pictures make the
 * same incident. A state that is not known changes nothing: it is no proof of an outage, nor of its end.
 *
 * @param open the incident that is not resolved yet, or null
 */
export function advanceIncident(open: Incident | null, cluster: PublicCluster, circumstances: Circumstances): IncidentStep | null {
  if (cluster.state === 'unknown') return null
  if (open === null) return isOutage(cluster.state) ? openIncident(cluster, circumstances) : null
  return isOutage(cluster.state) ? continueOutage(open, cluster, circumstances) : closeOutage(open, cluster, circumstances)
}

function openIncident(cluster: PublicCluster, { now, isMaintenance }: Circumstances): IncidentStep {
  const startedAt = Math.min(cluster.leaderlessSince ?? now, now)
  return {
    incident: {
      title: isMaintenance ? 'Leader lost during maintenance' : 'Leader lost',
      status: 'investigating',
      impact: toImpact(cluster, isMaintenance),
      startedAt,
      resolvedAt: null,
      updatedAt: now,
      ledAgainAt: null,
      isEndUnseen: false,
      phases: cluster.phases,
    },
    updates: [{ status: 'investigating', body: `Nobody leads since ${toUtcClockText(startedAt)}. ${toExpectation(cluster)}` }],
  }
}

function toExpectation({ state, expectedBetween }: PublicCluster): string {
  if (state === 'no-leader') return 'No standby is proven ready to take over.'
  if (expectedBetween === null) return 'A standby is about to take over.'
  return `A standby is expected to take over between ${toUtcClockText(expectedBetween.earliest)} and ${toUtcClockText(expectedBetween.latest)}.`
}

function continueOutage(open: Incident, cluster: PublicCluster, { now, isMaintenance }: Circumstances): IncidentStep | null {
  const impact = toImpact(cluster, isMaintenance)
  const updates: NewUpdate[] = []
  if (open.status === 'monitoring')
    updates.push({ status: 'investigating', body: 'The leader was lost again before the service had settled.' })
  else if (impact === 'critical' && open.impact !== 'critical')
    updates.push({ status: 'identified', body: 'No takeover happened in the expected time, or no standby is left. Operators are needed.' })
  const phases = findPhases(open, cluster)
  if (updates.length === 0 && isSame(open.phases, phases)) return null
  return {
    incident: {
      ...keep(open),
      status: updates.at(-1)?.status ?? open.status,
      impact: toWorse(open.impact, impact),
      ledAgainAt: null,
      phases,
      updatedAt: now,
    },
    updates,
  }
}

function closeOutage(open: Incident, cluster: PublicCluster, { now, wasUnseen }: Circumstances): IncidentStep | null {
  const ledAgainAt = open.ledAgainAt ?? findLedAgain(open, cluster, now)
  const isEndUnseen = open.isEndUnseen || (open.ledAgainAt === null && wasUnseen)
  const updates: NewUpdate[] = []
  if (open.status !== 'monitoring') updates.push({ status: 'monitoring', body: toLedBody(open.startedAt, ledAgainAt, isEndUnseen) })
  const phases = findPhases(open, cluster)
  const runsAgain = phases.find(({ phase }) => phase === 'jobs-running')?.at ?? null
  const isSettled = runsAgain !== null || isEndUnseen || now - ledAgainAt >= SETTLED_MS
  if (isSettled) updates.push({ status: 'resolved', body: toEndBody(open.startedAt, ledAgainAt, runsAgain, isEndUnseen) })
  if (updates.length === 0 && isSame(open.phases, phases)) return null
  return {
    incident: {
      ...keep(open),
      status: updates.at(-1)?.status ?? open.status,
      resolvedAt: isSettled ? now : null,
      updatedAt: now,
      ledAgainAt,
      isEndUnseen,
      phases,
    },
    updates,
  }
}

/** The phase says when; without one it is now. */
function findLedAgain(open: Incident, cluster: PublicCluster, now: number): number {
  return Math.min(now, findPhases(open, cluster).find(({ phase }) => phase === 'standby-leads')?.at ?? now)
}

/** The phases of this outage: a cluster keeps those of its last takeover, which may be an earlier one. */
function findPhases(open: Incident, { phases }: PublicCluster): Incident['phases'] {
  const isEarlier = phases.some(({ at }) => at !== null && at < open.startedAt - CLOCK_SLACK_MS)
  return phases.length === 0 || isEarlier ? open.phases : phases
}

function toLedBody(startedAt: number, ledAgainAt: number, isUnseen: boolean): string {
  if (isUnseen) return `A leader was found again at ${toUtcClockText(ledAgainAt)}. When it took over was not observed.`
  return `A leader leads again since ${toUtcClockText(ledAgainAt)}, after ${toPreciseDurationText(ledAgainAt - startedAt)} without one.`
}

function toEndBody(startedAt: number, ledAgainAt: number, runsAgain: number | null, isUnseen: boolean): string {
  const outage = isUnseen ? 'How long nobody led is not known exactly.' : `Nobody led for ${toPreciseDurationText(ledAgainAt - startedAt)}.`
  return runsAgain !== null && runsAgain >= startedAt
    ? `${outage} All work runs again since ${toUtcClockText(runsAgain)}, ${toPreciseDurationText(runsAgain - startedAt)} after the leader was lost.`
    : outage
}

function toImpact({ state }: PublicCluster, isMaintenance: boolean): Impact {
  if (isMaintenance) return 'maintenance'
  return state === 'no-leader' ? 'critical' : 'major'
}

/** An incident keeps the worst that it was. */
function toWorse(a: Impact, b: Impact): Impact {
  const order: readonly Impact[] = ['none', 'maintenance', 'minor', 'major', 'critical']
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

function keep({
  title,
  status,
  impact,
  startedAt,
  resolvedAt,
  updatedAt,
  ledAgainAt,
  isEndUnseen,
  phases,
}: Incident): IncidentStep['incident'] {
  return { title, status, impact, startedAt, resolvedAt, updatedAt, ledAgainAt, isEndUnseen, phases }
}

function isSame(a: Incident['phases'], b: Incident['phases']): boolean {
  return a.length === b.length && a.every(({ phase, at }, i) => b[i]?.phase === phase && b[i]?.at === at)
}
