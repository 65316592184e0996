import type { Impact, Incident, IncidentStatus } from './incident'
import { incidentBodies, outageTitles } from './incident-words'
import { keepPhases, mergePhases, hasPhasesLeft, findReached } from './incident-phases'
import { statusTimes } from './limits'
import { findLedAt, findLostAt, isOutageFor } from './outage'
import type { PublicCluster } from './public-cluster'
import { servingFacts } from './public-state'

export interface NewUpdate {
  status: IncidentStatus
  body: string
}

type IncidentState = Omit<Incident, 'id' | 'updates' | 'clusterId' | 'pageId'>

/** What is to be written: the incident as it is now, and the updates for its readers. */
export interface IncidentStep {
  /** The incident is a new one, not the one passed in. */
  isNew: boolean
  incident: IncidentState
  updates: NewUpdate[]
}

export interface Circumstances {
  now: number
  /** What the page calls the service. */
  name: string
  /** A leader change of this length is an outage on the page. */
  thresholdMs: number
  /** Announced work or a drill is under way: it is reported, with a lower weight. */
  isMaintenance: boolean
  /** The console has not observed the cluster since before this snapshot. */
  wasUnseen: boolean
  /** Since when no leader was proven up to the snapshot before; null: one was. */
  lostBefore: number | null
}

/**
 * Opens, continues and closes the incident of one cluster on one page, from the change of its state. Pure: the same snapshots make the same
 * incident. An unknown state changes nothing: it proves neither an outage nor its end.
 *
 * @param last the newest incident, resolved or not; null: there is none that could go on
 * @returns null: nothing is to be written
 */
export function advanceIncident(last: Incident | null, cluster: PublicCluster, at: Circumstances): IncidentStep | null {
  if (cluster.state === 'unknown') return null
  const open = last?.resolvedAt === null ? last : null
  if (servingFacts[cluster.state].isLeaderless) return advanceLoss(open, cluster, at)
  if (open !== null) return advanceRecovery(open, cluster, at)
  return openAfterwards(cluster, at) ?? (last === null ? null : writeLatePhases(last, cluster, at))
}

function advanceLoss(open: Incident | null, cluster: PublicCluster, at: Circumstances): IncidentStep | null {
  const lostAt = findLostAt(cluster, at.now)
  const isOutage = isOutageFor({ from: lostAt, to: at.now }, at.thresholdMs)
  if (open === null) return isOutage ? openIncident(lostAt, cluster, at) : null
  if (open.ledAgainAt === null) return continueLoss(open, cluster, at)
  return isOutage ? loseAgain(open, lostAt, cluster, at) : null
}

function openIncident(lostAt: number, cluster: PublicCluster, at: Circumstances): IncidentStep {
  const { now, name, isMaintenance } = at
  return {
    isNew: true,
    incident: {
      title: isMaintenance ? outageTitles.maintenance : outageTitles.unplanned,
      status: 'investigating',
      impact: toImpact(cluster, isMaintenance),
      startedAt: lostAt,
      lostAt,
      downMs: 0,
      resolvedAt: null,
      updatedAt: now,
      ledAgainAt: null,
      isEndUnseen: false,
      phases: keepPhases(cluster.phases, lostAt),
    },
    updates: [{ status: 'investigating', body: incidentBodies.isDown(name, lostAt, cluster) }],
  }
}

/** The outage reached the threshold between two snapshots and was over by the second. */
function openAfterwards(cluster: PublicCluster, at: Circumstances): IncidentStep | null {
  const { lostBefore, now, thresholdMs, wasUnseen } = at
  if (lostBefore === null || wasUnseen) return null
  if (!isOutageFor({ from: lostBefore, to: findLedAt(cluster, lostBefore, now) }, thresholdMs)) return null
  const { incident } = openIncident(lostBefore, cluster, at)
  const step = advanceRecovery({ ...incident, id: '', clusterId: '', pageId: null, updates: [] }, cluster, at)
  return step && { ...step, isNew: true }
}

function continueLoss(open: Incident, cluster: PublicCluster, { now, isMaintenance }: Circumstances): IncidentStep | null {
  const impact = toWorse(open.impact, toImpact(cluster, isMaintenance))
  const isWorse = impact === 'critical' && open.impact !== 'critical'
  const updates: NewUpdate[] = isWorse ? [{ status: 'identified', body: incidentBodies.isStuck() }] : []
  const phases = mergePhases(open, cluster.phases)
  if (updates.length === 0 && phases === open.phases) return null
  return {
    isNew: false,
    incident: { ...toState(open), status: updates[0]?.status ?? open.status, impact, phases, updatedAt: now },
    updates,
  }
}

function loseAgain(open: Incident, lostAt: number, cluster: PublicCluster, { now, name, isMaintenance }: Circumstances): IncidentStep {
  return {
    isNew: false,
    incident: {
      ...toState(open),
      status: 'investigating',
      impact: toWorse(open.impact, toImpact(cluster, isMaintenance)),
      lostAt,
      ledAgainAt: null,
      phases: keepPhases(cluster.phases, lostAt),
      updatedAt: now,
    },
    updates: [{ status: 'investigating', body: incidentBodies.isDownAgain(name, lostAt) }],
  }
}

function advanceRecovery(open: Incident, cluster: PublicCluster, { now, name, wasUnseen }: Circumstances): IncidentStep | null {
  const isTurn = open.ledAgainAt === null
  const ledAgainAt = open.ledAgainAt ?? findLedAt(cluster, open.lostAt, now)
  const next: Incident = {
    ...open,
    ledAgainAt,
    downMs: isTurn ? open.downMs + ledAgainAt - open.lostAt : open.downMs,
    isEndUnseen: open.isEndUnseen || (isTurn && wasUnseen),
    phases: mergePhases({ ...open, ledAgainAt }, cluster.phases),
  }
  const isOver = findReached(next.phases, 'first-checkpoint') !== null || now - ledAgainAt >= statusTimes.watched
  const updates: NewUpdate[] = [
    ...(isTurn ? [{ status: 'monitoring', body: incidentBodies.isLed(name, next) } as const] : []),
    ...(isOver ? [{ status: 'resolved', body: incidentBodies.isOver(name, next) } as const] : []),
  ]
  if (updates.length === 0 && next.phases === open.phases) return null
  return {
    isNew: false,
    incident: {
      ...toState(next),
      status: updates.at(-1)?.status ?? open.status,
      resolvedAt: isOver ? now : null,
      updatedAt: now,
    },
    updates,
  }
}

/** An incident that waited long enough is over; the phases it waited for are still written. */
function writeLatePhases(over: Incident, cluster: PublicCluster, { now }: Circumstances): IncidentStep | null {
  const isLate = over.resolvedAt !== null && now - over.resolvedAt <= statusTimes.latePhases && hasPhasesLeft(over)
  const phases = isLate ? mergePhases(over, cluster.phases) : over.phases
  return phases === over.phases ? null : { isNew: false, incident: { ...toState(over), phases, updatedAt: now }, updates: [] }
}

function toImpact({ state }: PublicCluster, isMaintenance: boolean): Impact {
  if (isMaintenance) return 'maintenance'
  return state === 'no-leader' ? 'critical' : 'major'
}

/** An incident keeps the worst impact that it had. */
function toWorse(a: Impact, b: Impact): Impact {
  const order: readonly Impact[] = ['none', 'maintenance', 'minor', 'major', 'critical']
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

function toState({ id: _id, updates: _updates, clusterId: _cluster, pageId: _page, ...state }: Incident): IncidentState {
  return state
}
