import { findPort, isHost, isIpv6, toHostPort } from './host'
import { cutHostLine } from './host-line'
import { mostNamed, withTooMany } from './most-named'
import { makeProblem, quoteForSentence, quotePart, type LineProblem } from './problem'
import { readTextLines } from './text-lines'

/** A line of `conf/masters`: one JobManager. */
export interface MasterLine {
  /** The identity of a JobManager in this program: `host:webUIPort`, or the host alone when no port is set. */
  master: string
  host: string
  /** Port of the web UI; null: none is set, Flink's script passes 0 and the port is random. */
  port: number | null
  /** From 1. */
  line: number
  /** The unchanged line of the file. */
  text: string
  /** Host and port as Flink's own script reads them; they differ for IPv6 and lines with a carriage return. */
  script: { host: string; port: string }
}

export interface Masters {
  lines: MasterLine[]
  problems: LineProblem[]
  /** All hosts are `localhost` or `127.0.0.1`: then start-cluster.sh runs jobmanager.sh itself, else ssh for every line. */
  allLocal: boolean
}

const bounds = { maxCharacters: 64 * 1024, maxLines: 1_000 }

/**
 * Reads `conf/masters`, one `host:webUIPort` per line, as `readMasters` and `extractHostName` of Flink's bin/config.sh do: the first word
 * of the line, up to `#`, split at `:`. Where the script would go wrong (IPv6, CR) the line is read as intended and the difference is a
 * problem. Never throws; lines without a usable host, and repeated ones, are left out, and what follows the first JobManagers that
 * `mostNamed` allows (problem `too-large`).
 */
export function parseMasters(text: string): Masters {
  const { lines: texts, problems } = readTextLines(text, 'shell', bounds)
  const lines: MasterLine[] = []
  for (const { text: raw, line } of texts) {
    const read = readMaster(line === 1 ? raw.replace(/^\uFEFF/, '') : raw, line, problems)
    if (!read) continue
    const twin = lines.find((other) => other.master === read.master)
    if (twin) problems.push(duplicate(read, twin))
    else if (lines.length === mostNamed.JobManagers) return { ...toMasters(lines), problems: withTooMany(problems, 'JobManagers', line) }
    else lines.push(read)
  }
  if (lines.length === 0) problems.push(noMasters())
  return { ...toMasters(lines), problems }
}

function toMasters(lines: MasterLine[]): Omit<Masters, 'problems'> {
  return { lines, allLocal: lines.every(({ script }) => script.host === 'localhost' || script.host === '127.0.0.1') }
}

function readMaster(text: string, line: number, problems: LineProblem[]): MasterLine | null {
  const cut = cutHostLine(text, line)
  problems.push(...cut.problems)
  if (cut.word === '') return null
  const { host, portText } = splitMaster(cut.word)
  if (!isHost(host)) {
    problems.push(badHost(host, cut.word, line))
    return null
  }
  if (isIpv6(host)) problems.push(ipv6(cut.word, line))
  const [scriptHost = '', scriptPort = ''] = cut.scriptWord.split(':')
  const port = readPort(portText, cut.word, line, problems)
  return { master: toHostPort(host, port), host, port, line, text, script: { host: scriptHost, port: scriptPort || '0' } }
}

function splitMaster(word: string): { host: string; portText: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(word)
  if (bracketed) return { host: bracketed[1] ?? '', portText: bracketed[2] ?? null }
  const [host = '', port, ...rest] = word.split(':')
  // `::1` or `fe80::1`: more than two fields can only be an address without port.
  if (rest.length > 0 && isIpv6(word)) return { host: word, portText: null }
  return { host, portText: port ?? null }
}

function readPort(text: string | null, word: string, line: number, problems: LineProblem[]): number | null {
  const port = text === null ? null : findPort(text)
  if (text === null || text === '' || port === 0) problems.push(missingPort(line))
  else if (port === null) problems.push(badPort(text, word, line))
  return port === 0 ? null : port
}

function noMasters(): LineProblem {
  return makeProblem(
    'empty',
    'error',
    {},
    'conf/masters names no JobManager.',
    'Add one line host:webUIPort for each JobManager, e.g. jm1:8081.',
  )
}

function badHost(host: string, word: string, line: number): LineProblem {
  const dash = host.startsWith('-')
  return makeProblem(
    dash ? 'option-looking-host' : 'bad-host',
    'error',
    { line },
    `${quotePart(host, word)} is no host name${dash ? '; ssh would take it for an option' : ''}. The line is left out here, but Flink's start script would try to start a JobManager there.`,
    'Write host:webUIPort, e.g. jm1:8081, or put # in front of the line.',
  )
}

function missingPort(line: number): LineProblem {
  return makeProblem(
    'missing-port',
    'warning',
    { line },
    'The line has no web UI port, so start-cluster.sh passes 0 and this JobManager takes a random one; it cannot be asked for its state.',
    'Add the port, e.g. :8081.',
  )
}

function badPort(text: string, word: string, line: number): LineProblem {
  return makeProblem(
    'bad-port',
    'error',
    { line },
    `${quotePart(text, word)} is no port; a JobManager started with it ends at once.`,
    'Write a port from 1 to 65535 after the host, e.g. :8081.',
  )
}

function ipv6(word: string, line: number): LineProblem {
  const host = word.split(':')[0] ?? ''
  return makeProblem(
    'ipv6-in-script',
    'error',
    { line },
    `Flink's scripts cut the line at the first “:” and read the host ${quoteForSentence(host)}: they cannot start a JobManager on an IPv6 address.`,
    'Give the address a name (DNS or /etc/hosts) and use that.',
  )
}

function duplicate(read: MasterLine, twin: MasterLine): LineProblem {
  if (read.port === null)
    return makeProblem(
      'duplicate-line',
      'warning',
      { line: read.line },
      `${read.master} is in line ${twin.line} already, and without ports the two JobManagers cannot be told apart.`,
      'Give each line a port of its own.',
    )
  return makeProblem(
    'duplicate-line',
    'error',
    { line: read.line },
    `${read.master} is in line ${twin.line} already: the second JobManager would find its web UI port taken and end.`,
    'Remove the line or give it another port.',
  )
}
