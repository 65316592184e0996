/**
 * When ZooKeeper ends the session of a process that died without closing it, counted from its death, in ms.
 *
 * A client pings every T/3, so at its death the server's last touch is up to T/3 old: not before 2T/3.
 * The server expires a session at the next tick boundary after last touch + T: not after T + tickTime.
 * T is the *negotiated* timeout: a server grants 2 to 20 × tickTime whatever the client requested.
 * Source: ZooKeeper's ClientCnxn.SendThread and server.ExpiryQueue; measured in docs/decisions/0004.
 */
export function deriveTakeoverWindow(sessionTimeoutMs: number, tickTimeMs: number): { earliest: number; latest: number } {
  return { earliest: Math.round((sessionTimeoutMs * 2) / 3), latest: sessionTimeoutMs + tickTimeMs }
}

/** The timeout that ZooKeeper grants for a requested one: 2 to 20 ticks, unless its `minSessionTimeout`/`maxSessionTimeout` differ. */
export function deriveNegotiatedTimeout(askedMs: number, tickTimeMs: number, { min = 2 * tickTimeMs, max = 20 * tickTimeMs } = {}): number {
  return Math.min(Math.max(askedMs, min), max)
}
