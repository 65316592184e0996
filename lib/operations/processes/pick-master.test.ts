import { describe, expect, it } from 'vitest'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { pickMaster } from './pick-master'

type Over = Partial<Omit<FoundProcess, 'java'>> & { java?: Partial<FoundProcess['java']> }

/** Started by Flink's script for jm1:8081, with this cluster's conf folder, its sockets not shown. */
const aProcess = (pid: number, { java, ...over }: Over = {}): FoundProcess => ({
  identity: { host: 'jm1', pid, start: '1', boot: 'b', command: '1 2' },
  user: 'flink',
  state: 'running',
  startedAt: null,
  arguments: [],
  usesConfDir: true,
  realConfigDir: null,
  listens: null,
  isNetworkApart: false,
  ageMs: 3_600_000,
  java: {
    kind: 'jobmanager',
    mainClass: 'x',
    mode: 'session',
    configDir: '/c',
    host: 'jm1',
    webUiPort: 8_081,
    zkConfigFile: null,
    peerId: null,
    logFile: null,
    ...java,
  },
  ...over,
})
/** As `jobmanager.sh start` without arguments starts it, or a unit of systemd. */
const plain = (pid: number, over: Over = {}) =>
  aProcess(pid, { listens: [6_123, 8_081, 45_001], ...over, java: { host: null, webUiPort: null, ...over.java } })
const addresses = new Map([
  ['jm1', ['10.0.0.1']],
  ['jm1.example.org', ['10.0.0.1']],
  ['jm2', ['10.0.0.2']],
  ['localhost', ['127.0.0.1']],
])
const pick = (...there: FoundProcess[]) => pickMaster(there, { master: 'jm1:8081', host: 'jm1', port: 8_081 }, addresses)

describe('the process of a master', () => {
  it('The process of a master is the one with its conf folder, host and port on the command line', () => {
    const own = aProcess(1)
    expect(pick(own, aProcess(2, { java: { webUiPort: 8_082 } }), aProcess(3, { java: { kind: 'taskmanager' } }))).toEqual({
      own,
      inTheWay: [],
    })
    expect(pick(aProcess(1, { java: { host: null } })).own?.identity.pid).toBe(1)
  })

  it('A process started without host and port, or for another port, belongs to the master whose port it listens on', () => {
    expect(pick(plain(1)).own?.identity.pid).toBe(1)
    expect(pick(aProcess(1, { java: { webUiPort: 8_099 }, listens: [6_123, 8_081] })).own?.identity.pid).toBe(1)
  })

  it.each(['jm1.example.org', 'JM1.Example.org', '10.0.0.1', 'only-there', 'localhost', '127.0.0.1'])(
    'A process started for the host %s belongs to the master by its addresses or because it holds the port',
    (host) => {
      expect(pick(aProcess(1, { java: { host }, listens: [8_081] })).own?.identity.pid).toBe(1)
    },
  )

  it('A process with an incomparable host name and no proven port only stands in the master’s way', () => {
    for (const host of ['only-there', 'localhost', 'jm2', '10.0.0.2']) {
      const other = aProcess(1, { java: { host } })
      expect(pick(other)).toEqual({ own: null, inTheWay: [other] })
    }
  })

  it('A process of another cluster in its own network namespace stands in no master’s way, and the master’s own is found there', () => {
    const apart = { isNetworkApart: true }
    expect(pick(aProcess(1, { ...apart, usesConfDir: false, listens: [8_081] }))).toEqual({ own: null, inTheWay: [] })
    expect(pick(aProcess(1, { ...apart, listens: [8_081] })).own?.identity.pid).toBe(1)
  })

  it('A process of another conf folder or of another host on the same machine stands in the master’s way', () => {
    const foreign = plain(1, { usesConfDir: false })
    const elsewhere = aProcess(2, { java: { host: 'jm2' }, listens: [8_081] })
    expect(pick(foreign, elsewhere)).toEqual({ own: null, inTheWay: [foreign, elsewhere] })
  })

  it('A process with another REST port that also listens on the master’s port is not its process', () => {
    expect(pick(aProcess(1, { java: { webUiPort: 8_082 }, listens: [8_081, 8_082] }))).toEqual({ own: null, inTheWay: [] })
  })

  it('Two candidate processes, or another cluster’s process on the port, are refused and both named', () => {
    expect(() => pick(aProcess(1), aProcess(2))).toThrow(
      /^2 processes on jm1 say they are jm1:8081: pid 1 \(conf folder \/c; started for port 8081 of jm1; .*\) and pid 2 /,
    )
    expect(() => pick(plain(1), aProcess(2, { listens: [] }))).toThrow(
      /pid 1 \(conf folder \/c; started without a port; listens on 8081\) and pid 2 .*does not listen on 8081/,
    )
    expect(() => pick(plain(1), plain(2))).toThrow('pid 2')
    expect(() => pick(aProcess(1, { listens: [6_123] }), plain(2, { usesConfDir: false, java: { configDir: '/other' } }))).toThrow(
      /pid 1 .* and pid 2 \(conf folder \/other, another cluster’s; .*listens on 8081\) claim its port/,
    )
  })

  it('A foreign process that was only started for the port does not displace the process that holds it', () => {
    const own = plain(1)
    const foreign = aProcess(2, { usesConfDir: false })
    expect(pick(foreign, own)).toEqual({ own, inTheWay: [foreign] })
  })

  it('A process without a known port is in doubt while it starts or hides its sockets, but not when it listens elsewhere', () => {
    const starting = plain(1, { listens: [6_123], ageMs: 4_000 })
    const hidden = plain(2, { listens: null })
    const elsewhere = plain(3, { listens: [6_124, 8_083] })
    expect(pick(starting, hidden, elsewhere)).toEqual({ own: null, inTheWay: [starting, hidden] })
    expect(pick(plain(4), starting).inTheWay).toEqual([])
  })
})
