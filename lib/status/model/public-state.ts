/**
 * The state of a cluster's service, as stored. `moving`: the console itself moves the lead, on purpose; it begins a stretch without a
 * leader as `taking-over` and `no-leader` do.
 */
export type ServingState = 'operational' | 'no-standby' | 'no-spare' | 'moving' | 'taking-over' | 'no-leader' | 'unknown'

/** The state that readers see. Missing redundancy is no state: what serves is operational (`Redundancy`). */
export type PublicState = 'operational' | 'maintenance' | 'degraded' | 'unknown' | 'outage'

/** `no-redundancy`: one more failure in the quorum that coordinates the service would end it. `unknown`: nothing is claimed. */
export type Redundancy = 'full' | 'no-redundancy' | 'no-backup' | 'unknown'

/** Why a service is not plainly operational, where the state alone does not say it. */
export type StateCause = 'leader-change' | 'planned-change' | 'recovering' | 'work-missing'

/** Best first. Unknown is worse than every state that serves: it may be an outage. */
export const publicStates: readonly PublicState[] = ['operational', 'maintenance', 'degraded', 'unknown', 'outage']

/** The worst of the states; for an empty list it is unknown, because nothing proves that anything works. */
export function deriveWorst(states: readonly PublicState[]): PublicState {
  if (states.length === 0) return 'unknown'
  return states.reduce((worst, state) => (publicStates.indexOf(state) > publicStates.indexOf(worst) ? state : worst))
}

interface ServingFacts {
  /** No leader is proven. */
  isLeaderless: boolean
  redundancy: Redundancy
}

/** What each stored state means; the one place where it is read. */
export const servingFacts: Record<ServingState, ServingFacts> = {
  operational: { isLeaderless: false, redundancy: 'full' },
  'no-standby': { isLeaderless: false, redundancy: 'no-backup' },
  'no-spare': { isLeaderless: false, redundancy: 'no-redundancy' },
  moving: { isLeaderless: true, redundancy: 'unknown' },
  'taking-over': { isLeaderless: true, redundancy: 'unknown' },
  'no-leader': { isLeaderless: true, redundancy: 'unknown' },
  unknown: { isLeaderless: false, redundancy: 'unknown' },
}

interface StateWords {
  /** For lists and badges. */
  label: string
  /** One sentence for people who never heard of Flink. */
  meaning: string
}

export const publicStateWords: Record<PublicState, StateWords> = {
  operational: { label: 'Operational', meaning: 'The service is up.' },
  maintenance: { label: 'Maintenance', meaning: 'Planned work is under way; short interruptions are part of it.' },
  degraded: {
    label: 'Degraded',
    meaning: 'The service is up in part: it is interrupted for a moment, recovering, or not all of its work runs.',
  },
  unknown: { label: 'Unknown', meaning: 'There is no current data, so nothing is claimed.' },
  outage: { label: 'Outage', meaning: 'The service is down.' },
}

/** Text beside "operational"; null: nothing to add. */
export const redundancyWords: Record<Redundancy, string | null> = {
  full: null,
  'no-redundancy': 'no redundancy',
  'no-backup': 'no backup available',
  unknown: null,
}

/** "Operational, no redundancy": one label for page, badge, feed and JSON. */
export function toStateLabel({ state, redundancy }: { state: PublicState; redundancy: Redundancy }): string {
  const more = state === 'operational' ? redundancyWords[redundancy] : null
  return more === null ? publicStateWords[state].label : `${publicStateWords[state].label}, ${more}`
}
