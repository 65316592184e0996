import { makeProblem, quoteForSentence, showKey, type LineProblem } from './problem'
import { parseJavaProperties, type PropertyLine } from './java-properties'
import { readTextLines } from './text-lines'
import { readZooServer, type ZooServer } from './zoo-server'

/** A value of zoo.cfg and its origin: the file, Flink's wrapper where the file does not set it, or ZooKeeper's own default. */
export interface ZooSetting<Value> {
  value: Value
  line: number | null
  by: 'file' | 'flink-wrapper' | 'zookeeper'
}

export interface ZooCfg {
  servers: ZooServer[]
  clientPort: ZooSetting<number>
  /** Port for clients with TLS; null: not set. Flink’s wrapper opens clientPort as well. */
  secureClientPort: number | null
  tickTimeMs: ZooSetting<number>
  initLimit: ZooSetting<number>
  syncLimit: ZooSetting<number>
  /** Shortest session ZooKeeper grants: 2 ticks unless set. */
  minSessionTimeoutMs: ZooSetting<number>
  /** Longest session ZooKeeper grants: 20 ticks unless set. */
  maxSessionTimeoutMs: ZooSetting<number>
  /** null: a new folder under java.io.tmpdir at each start (Flink's wrapper), so nothing survives a restart. */
  dataDir: string | null
  dataLogDir: string | null
  /** A file that may list the members instead; not read here. */
  dynamicConfigFile: string | null
  /** `4lw.commands.whitelist`; null: not set, ZooKeeper ≥ 3.5.3 then answers only `srvr`. */
  fourLetterWords: string | null
  adminServer: { enabled: boolean; port: number }
  entries: PropertyLine[]
  problems: LineProblem[]
}

const bounds = { maxCharacters: 64 * 1024, maxLines: 2_000 }

/**
 * Reads `conf/zoo.cfg` as Flink's `FlinkZooKeeperQuorumPeer` does: Java properties, with its defaults for clientPort,
 * initLimit, syncLimit, dataDir and the peers' ports. It leaves tickTime to ZooKeeper, whose own default is 3000 ms
 * (`ZooKeeperServer.DEFAULT_TICK_TIME`), not the 2000 of the template. Never throws.
 */
export function parseZooCfg(text: string): ZooCfg {
  const { problems } = readTextLines(text, 'java', bounds)
  const entries = parseJavaProperties(text.slice(0, bounds.maxCharacters).replace(/^\uFEFF/, ''))
  const newest = new Map<string, PropertyLine>()
  for (const entry of entries) {
    const before = newest.get(entry.key)
    if (before) problems.push(duplicate(before, entry))
    newest.set(entry.key, entry)
  }
  const number = (key: string, otherwise: ZooSetting<number>) => readNumber(newest.get(key), otherwise, problems)
  const find = (key: string) => newest.get(key)?.value || null
  const tickTimeMs = number('tickTime', { value: 3_000, line: null, by: 'zookeeper' })
  return {
    servers: readServers(newest, problems),
    clientPort: number('clientPort', { value: 2181, line: null, by: 'flink-wrapper' }),
    secureClientPort: newest.has('secureClientPort') ? number('secureClientPort', { value: -1, line: null, by: 'zookeeper' }).value : null,
    tickTimeMs,
    initLimit: number('initLimit', { value: 10, line: null, by: 'flink-wrapper' }),
    syncLimit: number('syncLimit', { value: 5, line: null, by: 'flink-wrapper' }),
    minSessionTimeoutMs: number('minSessionTimeout', { value: 2 * tickTimeMs.value, line: null, by: 'zookeeper' }),
    maxSessionTimeoutMs: number('maxSessionTimeout', { value: 20 * tickTimeMs.value, line: null, by: 'zookeeper' }),
    dataDir: find('dataDir'),
    dataLogDir: find('dataLogDir'),
    dynamicConfigFile: find('dynamicConfigFile'),
    fourLetterWords: find('4lw.commands.whitelist'),
    adminServer: {
      enabled: find('admin.enableServer')?.toLowerCase() !== 'false',
      port: number('admin.serverPort', { value: 8080, line: null, by: 'zookeeper' }).value,
    },
    entries,
    problems,
  }
}

function readServers(newest: ReadonlyMap<string, PropertyLine>, problems: LineProblem[]): ZooServer[] {
  const servers: ZooServer[] = []
  for (const entry of newest.values()) {
    if (!entry.key.startsWith('server.')) continue
    const server = readZooServer(entry)
    if (server) servers.push(server)
    else problems.push(badServer(entry))
  }
  return servers.sort((left, right) => left.line - right.line)
}

function readNumber(entry: PropertyLine | undefined, otherwise: ZooSetting<number>, problems: LineProblem[]): ZooSetting<number> {
  if (!entry) return otherwise
  if (/^[+-]?\d{1,10}$/.test(entry.value)) return { value: Number(entry.value), line: entry.line, by: 'file' }
  problems.push(
    makeProblem(
      'bad-number',
      'error',
      { line: entry.line, key: entry.key },
      `${showKey(entry.key)} is ${quoteForSentence(entry.value)}, which is no whole number: ZooKeeper does not start with it.`,
      'Write a whole number.',
    ),
  )
  return otherwise
}

function badServer(entry: PropertyLine): LineProblem {
  return makeProblem(
    'bad-member',
    'error',
    { line: entry.line, key: entry.key },
    `${quoteForSentence(`${entry.key}=${entry.value}`)} names no ZooKeeper server.`,
    'Write server.N=host:peerPort:leaderPort, e.g. server.1=zk1:2888:3888.',
  )
}

function duplicate(before: PropertyLine, entry: PropertyLine): LineProblem {
  return makeProblem(
    'duplicate-key',
    before.value === entry.value ? 'note' : 'warning',
    { line: before.line, key: entry.key.slice(0, 200) },
    `${showKey(entry.key)} is set again in line ${entry.line}; the last one counts.`,
    'Remove one of the lines.',
  )
}
