/** A leadership that a JobManager's log reports. */
export interface LoggedLeadership {
  leaderSessionId: string
  /** The log's own time, as written: sorts as text. */
  at: string
}

const time = String.raw`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+).*?`
/** DefaultDispatcherRunner.grantLeadership and revokeLeadership, Flink 1.10 and later. */
const ofDispatcher = new RegExp(
  `${time}DefaultDispatcherRunner was (?:granted leadership with leader id ([0-9a-f-]{36})|revoked the leadership)`,
  'gm',
)
/** WebMonitorEndpoint.grantLeadership and revokeLeadership. */
const ofWebEndpoint = new RegExp(
  String.raw`${time}(?:was granted leadership with leaderSessionID=([0-9a-f-]{36})|http\S+ lost leadership)`,
  'gm',
)

/**
 * The leadership the log ends with, or null when it was never granted or was revoked again. Not from ZooKeeper: an independent witness. Up
 * to 1.14 each component elects its own leader, and they may differ: the dispatcher's is the leader.
 */
export function findLoggedLeadership(log: string): LoggedLeadership | null {
  const granted = [...log.matchAll(ofDispatcher)]
  const last = (granted.length > 0 ? granted : [...log.matchAll(ofWebEndpoint)]).at(-1)
  return last?.[2] ? { at: last[1] ?? '', leaderSessionId: last[2] } : null
}
