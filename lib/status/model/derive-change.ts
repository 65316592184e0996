import { advanceIncident, type IncidentStep } from './advance-incident'
import { isStale } from './freshness'
import type { Incident } from './incident'
import type { PublicCluster } from './public-cluster'
import { isOutage, type ServingState } from './public-state'

/** What is stored of one cluster, as far as the next picture has to be compared with it. */
export interface ClusterMemory {
  cluster: PublicCluster | null
  since: number
  observedAt: number | null
  /** The span that goes on; null: the last one was closed. */
  span: { state: ServingState; from: number } | null
  incident: Incident | null
}

/** What is to be written after a new picture. Spans are closed before one is opened. */
export interface ClusterChange {
  cluster: PublicCluster
  since: number
  closeSpanAt: number | null
  openSpanAt: number | null
  step: IncidentStep | null
}

/** Compares a new picture of a cluster with what is stored; null: nothing changed, and a pulse is enough. */
export function deriveChange(memory: ClusterMemory, cluster: PublicCluster, now: number, isMaintenance: boolean): ClusterChange | null {
  const wasUnseen = isStale(memory.observedAt, now)
  const step = advanceIncident(memory.incident, cluster, { now, isMaintenance, wasUnseen })
  const spans = deriveSpans(memory, cluster, now, wasUnseen)
  const isSame = memory.cluster !== null && JSON.stringify(memory.cluster) === JSON.stringify(cluster)
  if (isSame && step === null && spans.closeSpanAt === null && spans.openSpanAt === null) return null
  const since = memory.cluster?.state === cluster.state ? memory.since : (spans.openSpanAt ?? now)
  return { cluster, since, ...spans, step }
}

function deriveSpans(
  { span, observedAt }: ClusterMemory,
  cluster: PublicCluster,
  now: number,
  wasUnseen: boolean,
): Pick<ClusterChange, 'closeSpanAt' | 'openSpanAt'> {
  if (cluster.state === 'unknown') return { closeSpanAt: span === null ? null : Math.min(observedAt ?? now, now), openSpanAt: null }
  if (span === null) return { closeSpanAt: null, openSpanAt: now }
  // What happened between the last pulse and now was seen by nobody.
  if (wasUnseen) return { closeSpanAt: Math.max(span.from, observedAt ?? span.from), openSpanAt: now }
  if (span.state === cluster.state) return { closeSpanAt: null, openSpanAt: null }
  const at = Math.max(span.from, findTurn(span.state, cluster, now))
  return { closeSpanAt: at, openSpanAt: at }
}

/** When the state turned: the observer knows the moment of a loss and of a new lead better than the moment of looking. */
function findTurn(before: ServingState, { state, leaderlessSince, phases }: PublicCluster, now: number): number {
  const isLost = isOutage(state) && !isOutage(before)
  const isLedAgain = isOutage(before) && !isOutage(state)
  const at = isLost ? leaderlessSince : isLedAgain ? (phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null) : null
  return at === null || at > now || now - at > 60_000 ? now : at
}
