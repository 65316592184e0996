import { describe, expect, it } from 'vitest'
import { aDeadJobManager, aNow, someFacts } from '@/lib/testing/some-facts'
import { deriveProcess } from './derive-process'
import type { HostProcess } from './facts'
import { known } from './observed'

const aProcess = (over: Partial<HostProcess> = {}): HostProcess => ({
  kind: 'jobmanager',
  pid: 42,
  startedAt: aNow - 60_000,
  host: 'here',
  user: 'flink',
  configDir: '/opt/flink/conf',
  realConfigDir: '/opt/flink/conf',
  hostArgument: 'localhost',
  webUiPort: 8_081,
  listens: null,
  state: 'running',
  ...over,
})
const look = (processes: HostProcess[], realConfDir: string | null = null) =>
  deriveProcess(
    someFacts(null, { realConfDir, localHosts: new Set(['localhost']), processes: known('hosts', aNow, processes) }),
    aDeadJobManager('localhost:8081'),
  )

describe('a master whose port is closed', () => {
  it('runs while its own process is there: it is starting or stopping', () => {
    expect(look([aProcess()])).toMatchObject({ state: 'running', process: { pid: 42 } })
    expect(look([aProcess({ configDir: '/link', realConfigDir: '/srv/conf' })], '/srv/conf')).toMatchObject({ state: 'running' })
    expect(look([aProcess({ configDir: null, realConfigDir: null })])).toMatchObject({ state: 'running' })
  })

  it('is gone, whatever process of another cluster has its port in the command line', () => {
    expect(look([aProcess({ configDir: '/another/conf', realConfigDir: '/another/conf' })])).toMatchObject({ state: 'gone', process: null })
    expect(look([aProcess({ configDir: '/another/conf', realConfigDir: null })], '/srv/conf')).toMatchObject({
      state: 'gone',
      process: null,
    })
    expect(look([])).toMatchObject({ state: 'gone' })
  })
})

describe('a master whose port is silent', () => {
  const silent = (processes: HostProcess[]) =>
    deriveProcess(someFacts(null, { localHosts: new Set(['localhost']), processes: known('hosts', aNow, processes) }), {
      ...aDeadJobManager('localhost:8081'),
      link: { state: 'silent', since: aNow, detail: 'no answer', latencyMs: null, heardAt: null },
    })

  it('is gone where the table of this host has no such process, and not known where one could not be told', () => {
    const unread = aProcess({ kind: 'unread', configDir: null, realConfigDir: null, hostArgument: null, webUiPort: null })
    expect([silent([]), silent([unread]), silent([unread, aProcess({ state: 'zombie' })])].map(({ state }) => state)).toEqual([
      'gone',
      'unknown',
      'gone',
    ])
  })

  it('is not known where a process of its port was told a host that cannot be compared', () => {
    const hosts = ['jm1', '10.0.0.9', '10.0.0.8']
    const facts = { localHosts: new Set(['10.0.0.9']), addresses: new Map([['10.0.0.9', ['10.0.0.9']]]) }
    const of = (hostArgument: string, webUiPort: number) =>
      deriveProcess(someFacts(null, { ...facts, processes: known('hosts', aNow, [aProcess({ hostArgument, webUiPort })]) }), {
        ...aDeadJobManager('10.0.0.9:8081'),
        link: { state: 'silent', since: aNow, detail: 'no answer', latencyMs: null, heardAt: null },
      })
    expect(hosts.map((host) => [of(host, 8_081).state, of(host, 8_082).state])).toEqual([
      ['unknown', 'gone'],
      ['unknown', 'gone'],
      ['gone', 'gone'],
    ])
  })
})

describe('a master whose port answers', () => {
  const answering = (processes: HostProcess[]) =>
    deriveProcess(someFacts(null, { localHosts: new Set(['localhost']), processes: known('hosts', aNow, processes) }), {
      ...aDeadJobManager('localhost:8081'),
      link: { state: 'open', since: aNow, detail: 'answers', latencyMs: 1, heardAt: aNow },
    })
  const plain = (over: Partial<HostProcess>) => aProcess({ hostArgument: null, webUiPort: null, ...over })

  it('is the process that listens there, where the command line names no port (jobmanager.sh start)', () => {
    expect(answering([plain({ listens: [6_123, 8_081] })])).toMatchObject({ detail: 'running · pid 42', process: { pid: 42 } })
    expect(answering([plain({ listens: [6_123, 8_082] })])).toMatchObject({ state: 'running', process: null })
    expect(answering([plain({ listens: null })])).toMatchObject({ state: 'running', process: null })
    expect(answering([plain({ listens: [8_081], configDir: '/other', realConfigDir: '/other' })])).toMatchObject({ process: null })
  })

  it('is the one that holds the port, not one that was only started for it', () => {
    expect(answering([aProcess({ pid: 7 }), plain({ listens: [8_081] })])).toMatchObject({ process: { pid: 42 } })
  })
})
