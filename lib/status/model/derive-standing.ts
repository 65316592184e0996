import { deriveFreshState } from './freshness'
import type { Incident } from './incident'
import { findReached } from './incident-phases'
import { findLostAt, isOutageFor, type LeaderChange } from './outage'
import type { PublicCluster } from './public-cluster'
import { deriveWorst, servingFacts, type PublicState, type Redundancy, type StateCause } from './public-state'

/** What one service is for the readers of one page. */
export interface Standing {
  /** Includes maintenance and age. */
  state: PublicState
  /** Without the announced maintenance. */
  servingState: PublicState
  redundancy: Redundancy
  cause: StateCause | null
  /** null: a leader is proven, or nothing is. */
  leaderlessSince: number | null
}

export interface StandingInputs {
  /** The last snapshot; null: there never was one. */
  cluster: PublicCluster | null
  observedAt: number | null
  /** The leader change under way, from the history. */
  change: LeaderChange | null
  /** The open incident that the program opened on this page. */
  incident: Incident | null
  thresholdMs: number
  isMaintenance: boolean
}

export function deriveStanding(inputs: StandingInputs, now: number): Standing {
  const { cluster, observedAt, isMaintenance } = inputs
  const stored = cluster === null ? 'unknown' : deriveFreshState(cluster.state, observedAt, now)
  if (cluster === null || stored === 'unknown')
    return { state: 'unknown', servingState: 'unknown', redundancy: 'unknown', cause: null, leaderlessSince: null }
  const { isLeaderless, redundancy } = servingFacts[stored]
  const standing = isLeaderless ? deriveLeaderless(cluster, inputs, now) : { ...deriveLed(cluster, inputs), leaderlessSince: null }
  const state = isMaintenance ? deriveWorst([standing.servingState, 'maintenance']) : standing.servingState
  return { ...standing, state, redundancy }
}

/** Below the threshold it is no outage, but it is not called operational either. */
function deriveLeaderless(cluster: PublicCluster, { change, thresholdMs, isMaintenance }: StandingInputs, now: number) {
  const leaderlessSince = findLostAt(cluster, now)
  if (isOutageFor({ from: leaderlessSince, to: now }, thresholdMs))
    return { servingState: 'outage', cause: null, leaderlessSince } satisfies Partial<Standing>
  const isPlanned = isMaintenance || (change?.isPlanned ?? cluster.state === 'moving')
  return isPlanned
    ? ({ servingState: 'maintenance', cause: 'planned-change', leaderlessSince } satisfies Partial<Standing>)
    : ({ servingState: 'degraded', cause: 'leader-change', leaderlessSince } satisfies Partial<Standing>)
}

/** A leader alone is not enough: whether the service works is shown by the model's phases and the jobs' tasks. */
function deriveLed({ isWorking }: PublicCluster, { incident }: StandingInputs): Pick<Standing, 'servingState' | 'cause'> {
  if (incident !== null && findReached(incident.phases, 'jobs-running') === null) return { servingState: 'degraded', cause: 'recovering' }
  if (isWorking === false) return { servingState: 'degraded', cause: 'work-missing' }
  return { servingState: 'operational', cause: null }
}
