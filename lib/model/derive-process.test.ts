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
