import { advanceIncident, type IncidentStep } from './advance-incident'
import { isStale } from './freshness'
import type { Incident } from './incident'
import { statusTimes } from './limits'
import { findLedAt, findLostAt } from './outage'
import type { PublicCluster } from './public-cluster'
import { servingFacts, type ServingState } from './public-state'

/** What is stored of one cluster, as far as the next snapshot has to be compared with it. */
export interface ClusterMemory {
  cluster: PublicCluster | null
  since: number
  observedAt: number | null
  /** The span that goes on; null: the last one was closed. */
  span: { state: ServingState; from: number } | null
  /** By id of the page: the newest incident that could go on or miss a phase. */
  incidents: ReadonlyMap<string, Incident>
}

/** A page that has the cluster. */
export interface PageOfCluster {
  pageId: string
  /** The cluster's name on the page. */
  name: string
  thresholdMs: number
  isMaintenance: boolean
}

/** What is to be written after a new snapshot. Spans are closed before one is opened. */
export interface ClusterChange {
  cluster: PublicCluster
  since: number
  /** Spans written for the time after it are removed. */
  closeSpanAt: number | null
  openSpanAt: number | null
  steps: { pageId: string; step: IncidentStep }[]
}

/** Compares a new snapshot of a cluster with what is stored; null: nothing changed, and a pulse is enough. */
export function deriveChange(
  memory: ClusterMemory,
  cluster: PublicCluster,
  now: number,
  pages: readonly PageOfCluster[],
): ClusterChange | null {
  const wasUnseen = isStale(memory.observedAt, now)
  const lostBefore = memory.cluster?.leaderlessSince ?? null
  const steps = pages.flatMap(({ pageId, ...page }) => {
    const step = advanceIncident(memory.incidents.get(pageId) ?? null, cluster, { now, wasUnseen, lostBefore, ...page })
    return step === null ? [] : [{ pageId, step }]
  })
  const spans = deriveSpans(memory, cluster, now, wasUnseen)
  const isSame = memory.cluster !== null && JSON.stringify(memory.cluster) === JSON.stringify(cluster)
  if (isSame && steps.length === 0 && spans.closeSpanAt === null && spans.openSpanAt === null) return null
  const since = memory.cluster?.state === cluster.state ? memory.since : (spans.openSpanAt ?? now)
  return { cluster, since, ...spans, steps }
}

type Turn = Pick<ClusterChange, 'closeSpanAt' | 'openSpanAt'>

function deriveSpans(memory: ClusterMemory, cluster: PublicCluster, now: number, wasUnseen: boolean): Turn {
  const { span, observedAt } = memory
  if (cluster.state === 'unknown') return { closeSpanAt: span === null ? null : Math.min(observedAt ?? now, now), openSpanAt: null }
  const turn = findTurn(memory, cluster, now)
  if (turn !== null) return { closeSpanAt: turn, openSpanAt: turn }
  if (span === null) return { closeSpanAt: null, openSpanAt: now }
  // What happened between the last pulse and now was not observed.
  if (wasUnseen) return { closeSpanAt: Math.max(span.from, observedAt ?? span.from), openSpanAt: now }
  return span.state === cluster.state ? { closeSpanAt: null, openSpanAt: null } : { closeSpanAt: now, openSpanAt: now }
}

/**
 * When a leader was lost or proven again, as incidents have it: a loss is noticed late, so the history after it is replaced. null: neither,
 * or it was not observed.
 */
function findTurn({ cluster: before, span, observedAt }: ClusterMemory, cluster: PublicCluster, now: number): number | null {
  const isLost = servingFacts[cluster.state].isLeaderless
  if (isLost && before?.leaderlessSince !== cluster.leaderlessSince && !isStale(observedAt, now))
    return Math.max(findLostAt(cluster, now), now - statusTimes.longestTakenBack)
  const isLedAgain = !isLost && span !== null && servingFacts[span.state].isLeaderless && !isStale(observedAt, now)
  return isLedAgain ? Math.max(span.from, findLedAt(cluster, span.from, now)) : null
}
