import 'server-only'
import { createSessionLineScanner, type LogFinding } from '@/lib/flink/log/session-line'
import type { Clock } from '@/lib/base/clock'
import type { LoggedSession } from '@/lib/model/facts'
import { known, unknown, type Observed } from '@/lib/model/observed'
import { createRestClient, type RestTarget, type StreamedAnswer } from './rest-client'
import { RestError } from './rest-error'

const path = '/jobmanager/log'
const mostBytes = 64 * 1024 * 1024
const limitMs = 20_000

/**
 * The ZooKeeper sessions in a JobManager's own log, which each process serves itself (never proxied). On a connection of its own:
 * the log can be large and must not delay a heartbeat. Memory stays constant, however long the log or its lines are.
 */
export async function readOwnLog(target: RestTarget, clock: Clock, signal: AbortSignal): Promise<Observed<LoggedSession[]>> {
  const client = createRestClient(target, clock)
  const scanner = createSessionLineScanner()
  try {
    const answer = await client.stream(path, { limitMs, maxBytes: mostBytes, signal }, (chunk) => scanner.push(chunk))
    const sessions = answer.status === 200 ? toLoggedSessions(scanner.findings()) : []
    return toSessions(answer, sessions, clock.now())
  } catch (error) {
    if (!RestError.is(error)) throw error
    // Lines read before the limit stay valid: a session id belongs to one process for ever.
    const sessions = error.code === 'slow' ? toLoggedSessions(scanner.findings()) : []
    if (sessions.length > 0) return known('jobManagers', clock.now(), sessions, `${path}, as far as it came in ${limitMs / 1_000} s`)
    return unknown('jobManagers', clock.now(), `the log cannot be read: ${error.message}`)
  } finally {
    client.close()
  }
}

function toSessions({ status, bytes, isCut }: StreamedAnswer, sessions: LoggedSession[], at: number): Observed<LoggedSession[]> {
  if (status === 200 && bytes === 0)
    return unknown('jobManagers', at, `${path} is empty: does the JobManager log to a file (log4j.properties, \`log.file\`)?`)
  if (status === 200) return known('jobManagers', at, sessions, isCut ? `${path}, its first ${mostBytes / 1024 / 1024} MB` : path)
  return unknown('jobManagers', at, toReason(status))
}

/**
 * Sessions of the process that writes now, newest last. A log that is appended to over restarts also names those of dead
 * processes: a second start of the web server shows that, and then only the session right before it and later ones count.
 */
export function toLoggedSessions(findings: readonly LogFinding[]): LoggedSession[] {
  const starts = findings.flatMap(({ kind }, at) => (kind === 'rest' && findings[at - 1]?.kind !== 'rest' ? [at] : []))
  const lastStart = starts.length > 1 ? (starts.at(-1) ?? 0) : 0
  return findings.slice(Math.max(0, lastStart - 1)).flatMap((finding) => {
    if (finding.kind !== 'session') return []
    const { zkSessionId, member, negotiatedTimeoutMs } = finding
    return [{ zkSessionId, member, negotiatedTimeoutMs }]
  })
}

function toReason(status: number): string {
  if (status === 404)
    return `${path} answers 404: the JobManager writes no log file where it looks for one; start it by Flink’s scripts or set \`log.file\``
  if (status === 401 || status === 403) return `${path} answers ${status}: something in front of the JobManager forbids reading its log`
  if (status === 503) return `${path} answers 503: it serves nothing while it sees no leader`
  if (status === 307) return `${path} is redirected to the leader: before 1.8 a standby does not serve its own log`
  return `${path} answers ${status}`
}
