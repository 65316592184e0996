/** What a cluster's service is, as the public may know it. */
export type ServingState = 'operational' | 'no-standby' | 'no-spare' | 'taking-over' | 'no-leader' | 'unknown'

/** Maintenance lies over a serving state and never hides a worse one. */
export type PublicState = ServingState | 'maintenance'

/** Best first. Unknown is worse than every state that serves: it may be an outage. */
export const publicStates: readonly PublicState[] = [
  'operational',
  'maintenance',
  'no-spare',
  'no-standby',
  'unknown',
  'taking-over',
  'no-leader',
]

/** The worst of them; of none it is unknown, because nothing proves that anything works. */
export function deriveWorst(states: readonly PublicState[]): PublicState {
  if (states.length === 0) return 'unknown'
  return states.reduce((worst, state) => (publicStates.indexOf(state) > publicStates.indexOf(worst) ? state : worst))
}

/** While nobody leads; this is what uptime counts and incidents are opened for. */
export function isOutage(state: PublicState): boolean {
  return state === 'taking-over' || state === 'no-leader'
}

export interface StateWords {
  /** In lists and on badges. */
  label: string
  /** One sentence for people who never heard of Flink. */
  meaning: string
}

export const publicStateWords: Record<PublicState, StateWords> = {
  operational: { label: 'Operational', meaning: 'A leader serves, a standby could take over, and the quorum can lose a member.' },
  maintenance: { label: 'Maintenance', meaning: 'It serves while announced work is done on it.' },
  'no-spare': {
    label: 'Quorum without spare',
    meaning: 'It serves. Its quorum has no proven spare: one more failure there would be an outage.',
  },
  'no-standby': { label: 'No standby', meaning: 'It serves. Nobody is proven ready to take over: one failure would be an outage.' },
  unknown: { label: 'Unknown', meaning: 'Nothing is known of it now, so nothing is claimed.' },
  'taking-over': { label: 'Taking over', meaning: 'Its leader was lost, and a standby is about to take over.' },
  'no-leader': { label: 'No leader', meaning: 'Nobody leads it, and no takeover is under way.' },
}
