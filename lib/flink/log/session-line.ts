/** What a line of a JobManager's log proves about the process that wrote it. */
export type LogFinding =
  /** Its ZooKeeper session; logged again at every reconnect, so the last one counts. */
  | { kind: 'session'; zkSessionId: string; member: string; negotiatedTimeoutMs: number }
  /** Address on which its web server listens (`localhost:8081`, before 1.5 `0.0.0.0/0.0.0.0:8081`). */
  | { kind: 'rest'; address: string }

export interface SessionLineScanner {
  /** A piece of the log, of any size and cut anywhere. */
  push(piece: string | Uint8Array): void
  /** In log order, the newest `keep` of each kind. A last line without its end does not count yet. */
  findings(): LogFinding[]
}

const maxLine = 4096

// org.apache.zookeeper.ClientCnxn; up to ZooKeeper 3.5 "sessionid", since 3.6 "session id". Anchored at the end of the
// line, so that a job's name that quotes such a line is not taken for one.
const session =
  /(?:^|\s)Session establishment complete on server ([^\s,]{1,300}), session ?id = (0x[0-9a-fA-F]{1,16}), negotiated timeout = (\d{1,9})\s*$/
// RestServerEndpoint since 1.5; WebRuntimeMonitor before.
const rest = /(?:^|\s)(?:Rest endpoint|Web frontend) listening at (\S{1,300}?)\.?\s*$/

/** @param keep how many findings of each kind to remember */
export function createSessionLineScanner(keep = 32): SessionLineScanner {
  const text = new TextDecoder()
  const found: Record<LogFinding['kind'], { at: number; finding: LogFinding }[]> = { session: [], rest: [] }
  let line = ''
  let count = 0

  const endLine = () => {
    const finding = findInLine(line)
    line = ''
    if (!finding) return
    const list = found[finding.kind]
    list.push({ at: count++, finding })
    if (list.length > keep) list.shift()
  }

  return {
    push(piece) {
      const chunk = typeof piece === 'string' ? piece : text.decode(piece, { stream: true })
      for (let start = 0; start < chunk.length;) {
        const end = chunk.indexOf('\n', start)
        const stop = end === -1 ? chunk.length : end
        // One character beyond the limit stays, so that a cut line is recognized and not read as a whole one.
        if (line.length <= maxLine) line += chunk.slice(start, Math.min(stop, start + maxLine + 1 - line.length))
        if (end !== -1) endLine()
        start = stop + 1
      }
    },
    findings: () => [...found.session, ...found.rest].sort((a, b) => a.at - b.at).map(({ finding }) => finding),
  }
}

function findInLine(line: string): LogFinding | null {
  if (line.length > maxLine) return null
  const established = session.exec(line)
  if (established?.[1] && established[2]) {
    return {
      kind: 'session',
      zkSessionId: toSessionId(established[2]),
      member: established[1],
      negotiatedTimeoutMs: Number(established[3]),
    }
  }
  const listening = rest.exec(line)
  return listening?.[1] ? { kind: 'rest', address: listening[1] } : null
}

/** As ZooKeeper's stat prints it: lower case, without leading zeros. */
function toSessionId(text: string): string {
  return `0x${BigInt(text).toString(16)}`
}
