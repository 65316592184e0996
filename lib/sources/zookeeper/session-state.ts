import 'server-only'

/** `since` is ISO 8601 UTC. `reason` is the last error, a sentence naming the member. */
export type SessionState =
  /** never connected yet */
  | { state: 'connecting'; since: string; reason: string | null }
  /** `member`: host:port as written in the connect string; `sessionId`: 0x hex */
  | { state: 'connected' | 'read-only'; since: string; member: string; sessionId: string; negotiatedTimeoutMs: number }
  /** since the connection was lost; `reason` is updated by every failed attempt */
  | { state: 'disconnected'; since: string; reason: string }
  | { state: 'closed'; since: string }

export function canAsk(state: SessionState): boolean {
  return state.state === 'connected' || state.state === 'read-only'
}
