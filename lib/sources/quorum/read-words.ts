import 'server-only'
import type { MemberAnswer } from '@/lib/model/facts'

type Mode = MemberAnswer['mode']

/** Result of one word; `off`: not on this member's list of allowed words. */
export type WordReading =
  | { kind: 'told'; mode: Mode; version: string | null; latencyMs: number | null; zxid: string | null; connections: number | null }
  | { kind: 'off' }
  /** The server lives but has no quorum, or is starting. */
  | { kind: 'not-serving' }
  | { kind: 'odd'; sent: string }

const modes: Readonly<Record<string, Mode>> = {
  leader: 'leader',
  follower: 'follower',
  observer: 'observer',
  standalone: 'standalone',
  'read-only': 'read-only',
}

/** `srvr` and `stat`: lines `Name: value` (StatCommand, ServerStats). */
export function readServerWord(text: string): WordReading {
  const refusal = findRefusal(text)
  if (refusal) return refusal
  const lines = toPairs(text, /: ?/)
  const mode = toMode(lines.get('Mode'))
  if (!mode) return { kind: 'odd', sent: toStart(text) }
  return {
    kind: 'told',
    mode,
    version: toVersion(lines.get('Zookeeper version')),
    latencyMs: toNumber(lines.get('Latency min/avg/max')?.split('/')[1]),
    zxid: toZxid(lines.get('Zxid')),
    connections: toNumber(lines.get('Connections')),
  }
}

/** `mntr`: lines `zk_name<TAB>value` (MonitorCommand); it has no zxid. */
export function readMonitorWord(text: string): WordReading {
  const refusal = findRefusal(text)
  if (refusal) return refusal
  const lines = toPairs(text, /\t/)
  const mode = toMode(lines.get('zk_server_state'))
  if (!mode) return { kind: 'odd', sent: toStart(text) }
  return {
    kind: 'told',
    mode,
    version: toVersion(lines.get('zk_version')),
    latencyMs: toNumber(lines.get('zk_avg_latency')),
    zxid: null,
    connections: toNumber(lines.get('zk_num_alive_connections')),
  }
}

/** `conf`: `tickTime=2000` among others. */
export function findTickTime(text: string): number | null {
  if (findRefusal(text)) return null
  return toNumber(toPairs(text, /=/).get('tickTime'))
}

/**
 * `cons`: ` /10.0.0.1:49144[1](queued=0,…,sid=0x1a2…,lop=PING,…)` (ConsCommand). Connections without a session, such as the request's own,
 * are left out. null: not allowed.
 */
export function findSessions(text: string): { zkSessionId: string; client: string }[] | null {
  if (findRefusal(text)) return null
  return text.split('\n').flatMap((line) => {
    const found = /^ ?\/(\S{3,120}?)\[\d{1,3}\]\(.{0,200}?\bsid=(0x[0-9a-f]{1,16})\b/i.exec(line.slice(0, 1_000))
    const [, client, sid] = found ?? []
    return client && sid ? [{ zkSessionId: `0x${BigInt(sid).toString(16)}`, client }] : []
  })
}

function findRefusal(text: string): WordReading | null {
  if (/is not executed because it is not in the whitelist/.test(text)) return { kind: 'off' }
  return /not currently serving requests/i.test(text) ? { kind: 'not-serving' } : null
}

function toPairs(text: string, separator: RegExp): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const line of text.split('\n').slice(0, 2_000)) {
    const at = line.slice(0, 300).search(separator)
    if (at > 0) pairs.set(line.slice(0, at).trim(), line.slice(at + 1, 500).trim())
  }
  return pairs
}

function toMode(text: string | undefined): Mode | null {
  return (text !== undefined && Object.hasOwn(modes, text) && modes[text]) || null
}

/** `3.7.1-a2fb57c…, built on …`: the number without the revision. */
function toVersion(text: string | undefined): string | null {
  return /^\d+(\.\d+){1,3}(-(alpha|beta|rc)[-.\d]*)?/i.exec(text ?? '')?.[0] ?? null
}

function toZxid(text: string | undefined): string | null {
  return text !== undefined && /^0x[0-9a-f]{1,16}$/i.test(text) ? text.toLowerCase() : null
}

export function toNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,15}(\.\d{1,10})?$/.test(text)) return null
  return Number(text)
}

function toStart(text: string): string {
  return (
    text
      .slice(0, 100)
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
      .trim() || '(nothing)'
  )
}
