import { describe, expect, it } from 'vitest'
import { aDeadJobManager, aHostProcess, aNow, someFacts } from '@/lib/testing/some-facts'
import { deriveProcess } from './derive-process'
import type { HostProcess } from './facts'
import { known } from './observed'

const here = { pid: 42, startedAt: aNow - 60_000, host: 'here', configDir: '/opt/flink/conf', realConfigDir: '/opt/flink/conf' }
const aProcess = (over: Partial<HostProcess> = {}) => aHostProcess({ ...here, ...over })
const look = (processes: HostProcess[], realConfDir: string | null = null) =>
  deriveProcess(
    someFacts(null, { realConfDir, localHosts: new Set(['localhost']), processes: known('hosts', aNow, processes) }),
    aDeadJobManager('localhost:8081'),
  )

describe('a master whose port is closed', () => {
  it('A master with a closed port runs while its own process is there', () => {
    expect(look([aProcess()])).toMatchObject({ state: 'running', process: { pid: 42 } })
    expect(look([aProcess({ configDir: '/link', realConfigDir: '/srv/conf' })], '/srv/conf')).toMatchObject({ state: 'running' })
    expect(look([aProcess({ configDir: null, realConfigDir: null })])).toMatchObject({ state: 'running' })
  })

  it('A master with a closed port is gone although a process of another cluster names its port', () => {
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

  it('A process is gone where its host’s table does not list it, and not known where a command line could not be read', () => {
    const unread = aProcess({ kind: 'unread', configDir: null, realConfigDir: null, hostArgument: null, webUiPort: null })
    expect([silent([]), silent([unread]), silent([unread, aProcess({ state: 'zombie' })])].map(({ state }) => state)).toEqual([
      'gone',
      'unknown',
      'gone',
    ])
  })

  it('A process is not known where one on its port was started with a host that cannot be compared', () => {
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

  it('A master that answers is the process listening on the port when no command line names it', () => {
    expect(answering([plain({ listens: [6_123, 8_081] })])).toMatchObject({ detail: 'running · pid 42', process: { pid: 42 } })
    expect(answering([plain({ listens: [6_123, 8_082] })])).toMatchObject({ state: 'running', process: null })
    expect(answering([plain({ listens: null })])).toMatchObject({ state: 'running', process: null })
    expect(answering([plain({ listens: [8_081], configDir: '/other', realConfigDir: '/other' })])).toMatchObject({ process: null })
  })

  it('A master that answers is the process that holds the port, not one that was only started for it', () => {
    expect(answering([aProcess({ pid: 7 }), plain({ listens: [8_081] })])).toMatchObject({ process: { pid: 42 } })
  })
})
