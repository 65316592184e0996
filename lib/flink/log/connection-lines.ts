/** A ZooKeeper session, and the connection over which a process's log reports that it was established. */
export interface LoggedConnection {
  zkSessionId: string
  /** As logged: `/127.0.0.1:43210`. */
  client: string
  server: string
}

// org.apache.zookeeper.ClientCnxn.SendThread: primeConnection (since 3.5) and onConnected. Anchored at the end of the line, so that
// a job's name that quotes such a line is not taken for one.
const opened = /(?:^|\s)Socket connection established, initiating session, client: (\S{1,300}), server: (\S{1,300})\s*$/
const established =
  /(?:^|\s)Session establishment complete on server ([^\s,]{1,300}), session ?id = (0x[0-9a-fA-F]{1,16}), negotiated timeout = \d{1,9}\s*$/

/** Number of lines before the newest session that have to be in order: two processes that write at once break the order soon. */
const mostBefore = 6
const longestLine = 4096

type Event = { kind: 'opened'; client: string; server: string } | { kind: 'established'; zkSessionId: string; server: string }

/** Whether the host has that connection now; both ends as the log has them. */
export type IsOpen = (connection: Pick<LoggedConnection, 'client' | 'server'>) => boolean

/**
 * The newest session that a log names, with its connection. In the log of one process the two lines are adjacent. Where they are not, two
 * processes wrote it, or an attempt failed: a connection that is closed by now, as after a network was cut or a quorum elected its leader,
 * carries no session; with any other the result is null.
 * @param lines of the log, oldest first; lines that are neither may be left out
 * @param isOpen default: nothing is known to be closed
 */
export function findNewestConnection(lines: readonly string[], isOpen: IsOpen = () => true): LoggedConnection | null {
  const events = lines.flatMap((line) => findEvent(line) ?? [])
  const [before, last] = events.slice(-2)
  if (last?.kind !== 'established' || before?.kind !== 'opened' || before.server !== last.server) return null
  const isFailed = (event: Event, at: number) => event.kind === 'opened' && events[at + 1]?.kind === 'opened' && !isOpen(event)
  const recent = events.filter((event, at) => !isFailed(event, at)).slice(-2 - mostBefore)
  const isInOrder = recent.every((event, at) => at === 0 || event.kind === 'established' || recent[at - 1]!.kind === 'established')
  // A client port that also occurs for another session was reused, and not necessarily by the same process.
  const isGivenAgain = events
    .slice(0, -2)
    .some((event, at) => event.kind === 'opened' && event.client === before.client && isOfAnother(events[at + 1], last.zkSessionId))
  return isInOrder && !isGivenAgain ? { zkSessionId: last.zkSessionId, client: before.client, server: last.server } : null
}

function isOfAnother(event: Event | undefined, zkSessionId: string): boolean {
  return event?.kind !== 'established' || event.zkSessionId !== zkSessionId
}

function findEvent(line: string): Event | null {
  if (line.length > longestLine) return null
  const open = opened.exec(line)
  if (open) return { kind: 'opened', client: open[1]!, server: open[2]! }
  const session = established.exec(line)
  return session ? { kind: 'established', server: session[1]!, zkSessionId: `0x${BigInt(session[2]!).toString(16)}` } : null
}
