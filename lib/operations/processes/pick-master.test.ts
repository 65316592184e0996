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
  it('is the one with this conf folder, host and port on its command line', () => {
    const own = aProcess(1)
    expect(pick(own, aProcess(2, { java: { webUiPort: 8_082 } }), aProcess(3, { java: { kind: 'taskmanager' } }))).toEqual({
      own,
      inTheWay: [],
    })
    expect(pick(aProcess(1, { java: { host: null } })).own?.identity.pid).toBe(1)
  })

  it('told neither host nor port, or another port than it is bound to, is the one that listens on the port', () => {
    expect(pick(plain(1)).own?.identity.pid).toBe(1)
    expect(pick(aProcess(1, { java: { webUiPort: 8_099 }, listens: [6_123, 8_081] })).own?.identity.pid).toBe(1)
  })

  it.each(['jm1.example.org', 'JM1.Example.org', '10.0.0.1', 'only-there', 'localhost', '127.0.0.1'])(
    'told the host %s is it by its addresses, or because it holds the port',
    (host) => {
      expect(pick(aProcess(1, { java: { host }, listens: [8_081] })).own?.identity.pid).toBe(1)
    },
  )

  it('told a name that cannot be compared, and not proven to hold the port, is not it but stands in its way', () => {
    for (const host of ['only-there', 'localhost', 'jm2', '10.0.0.2']) {
      const other = aProcess(1, { java: { host } })
      expect(pick(other)).toEqual({ own: null, inTheWay: [other] })
    }
  })

  it('is not hindered by another cluster’s in a network of its own, as in a container; its own is told there too', () => {
    const apart = { isNetworkApart: true }
    expect(pick(aProcess(1, { ...apart, usesConfDir: false, listens: [8_081] }))).toEqual({ own: null, inTheWay: [] })
    expect(pick(aProcess(1, { ...apart, listens: [8_081] })).own?.identity.pid).toBe(1)
  })

  it('is none of another conf folder, nor one of another host on the same machine; both stand in its way', () => {
    const foreign = plain(1, { usesConfDir: false })
    const elsewhere = aProcess(2, { java: { host: 'jm2' }, listens: [8_081] })
    expect(pick(foreign, elsewhere)).toEqual({ own: null, inTheWay: [foreign, elsewhere] })
  })

  it('is none that listens there for another purpose: its own REST port is another', () => {
    expect(pick(aProcess(1, { java: { webUiPort: 8_082 }, listens: [8_081, 8_082] }))).toEqual({ own: null, inTheWay: [] })
  })

  it('is refused where two could be it, or another cluster’s holds its port; both are named', () => {
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

  it('that holds its port is not shaken by one of another cluster that was only started for it', () => {
    const own = plain(1)
    const foreign = aProcess(2, { usesConfDir: false })
    expect(pick(foreign, own)).toEqual({ own, inTheWay: [foreign] })
  })

  it('that tells no port is in doubt while it may be starting or hides its sockets, and none when it has long listened elsewhere', () => {
    const starting = plain(1, { listens: [6_123], ageMs: 4_000 })
    const hidden = plain(2, { listens: null })
    const elsewhere = plain(3, { listens: [6_124, 8_083] })
    expect(pick(starting, hidden, elsewhere)).toEqual({ own: null, inTheWay: [starting, hidden] })
    expect(pick(plain(4), starting).inTheWay).toEqual([])
  })
})
