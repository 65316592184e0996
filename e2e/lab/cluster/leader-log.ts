/** A leadership a JobManager's web endpoint reported in its log (WebMonitorEndpoint.grantLeadership / revokeLeadership). */
export interface LoggedLeadership {
  leaderSessionId: string
  /** The log's own time, as written: sorts as text. */
  at: string
}

const line = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+).*?(?:was granted leadership with leaderSessionID=([0-9a-f-]{36})|http\S+ lost leadership)/gm

/** The leadership the log ends with, or null when it was never granted or was taken away again. Not from ZooKeeper: an independent witness. */
export function findLoggedLeadership(log: string): LoggedLeadership | null {
  let last: LoggedLeadership | null = null
  for (const match of log.matchAll(line)) last = match[2] ? { at: match[1] ?? '', leaderSessionId: match[2] } : null
  return last
}
