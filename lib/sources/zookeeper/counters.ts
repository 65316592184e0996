import 'server-only'

/** Counted since the client was created; for metrics and the bench. */
export interface ClientCounters {
  requests: number
  replies: number
  /** answers with an error code, and requests that got none */
  failures: number
  events: number
  /** successful handshakes, the first included */
  connects: number
  bytesIn: number
  bytesOut: number
  /** ms of the last answered ping; null before the first */
  pingMs: number | null
}

export function noCounts(): ClientCounters {
  return { requests: 0, replies: 0, failures: 0, events: 0, connects: 0, bytesIn: 0, bytesOut: 0, pingMs: null }
}
