import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastLog } from '@/lib/model/schemas/last-log'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { aSituation } from '@/lib/testing/situations'
import { createLastLogReader } from './last-log'
import type { ReachedCluster } from './plan-contexts'

const local = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
const session = '0x1000015a68a0000'
const established = `2026-12-01 12:00:00,001 INFO  x [] - Session establishment complete on server zk1/10.0.0.1:2181, session id = ${session}, negotiated timeout = 40000`
let home: string
let calls: string[]

beforeEach(async () => {
  calls = []
  home = await mkdtemp(join(tmpdir(), 'last-log-'))
  await mkdir(join(home, 'log'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Every host is this machine. */
const runner: HostRunner = {
  ...local,
  run: (host, argv, options) => {
    calls.push(host)
    return local.run('localhost', argv, options)
  },
}

function read(over: { snapshot?: ClusterSnapshot; logDir?: string | null; processes?: Partial<FoundProcess>[]; runner?: HostRunner } = {}) {
  const reached = {
    snapshot: over.snapshot ?? aSituation('leaderDied'),
    flinkHome: home,
    configuration: { effective: { options: { logDir: { value: over.logDir ?? null } } } },
    hosts: { runner: over.runner ?? runner, findProcesses: async () => ({ processes: over.processes ?? [] }) },
  } as unknown as ReachedCluster
  return createLastLogReader({ reach: async () => reached })
}

const write = (name: string, text: string, folder = join(home, 'log')) => writeFile(join(folder, name), text)
const own = 'flink-a-standalonesession-0-jm1.log'

describe('the last lines of a dead JobManager’s log', () => {
  it('The log that names the session of the dead leader is read on its host, with secrets hidden', async () => {
    await write(own, `${established}\nERROR password=hunter2\n`)
    await write('flink-a-standalonesession-1-jm1.log', 'another\n')
    await utimes(join(home, 'log', own), 1_700_000_000, 1_700_000_000)
    const answer = await read()('east', 'jm1:8081')
    expect(answer).toEqual({
      known: true,
      host: 'jm1',
      file: join(home, 'log', own),
      modifiedAt: '2023-11-14T22:13:20.000Z',
      bytes: `${established}\nERROR password=hunter2\n`.length,
      proof: 'session',
      lines: [established, 'ERROR password=******'],
    })
    expect(lastLog.parse(answer)).toEqual(answer)
    expect(new Set(calls)).toEqual(new Set(['jm1']))
  })

  it('The folder that the configuration names comes first, and else that of a running process of the cluster', async () => {
    const other = join(home, 'elsewhere')
    await mkdir(other)
    await write(own, `${established}\nnamed\n`, other)
    expect(await read({ logDir: other })('east', 'jm1:8081')).toMatchObject({ file: join(other, own) })
    const java = { logFile: join(other, 'flink-a-taskexecutor-0-jm1.log') } as FoundProcess['java']
    expect(await read({ processes: [{ java, usesConfDir: true }] })('east', 'jm1:8081')).toMatchObject({ file: join(other, own) })
    expect(await read({ processes: [{ java, usesConfDir: false }] })('east', 'jm1:8081')).toMatchObject({ known: false })
  })

  it('A reason is given where there is no log, where none is proven to be its, and for a process that is not gone', async () => {
    const reasonOf = async (master = 'jm1:8081', over = {}) => {
      const answer = await read(over)('east', master)
      return answer.known ? 'known' : answer.reason
    }
    expect(await reasonOf()).toBe(`No log of a JobManager is in ${join(home, 'log')} on jm1.`)
    await write(own, 'INFO Rest endpoint listening at jm1:9999\n')
    expect(await reasonOf()).toBe(`No log in ${join(home, 'log')} on jm1 names port 8081 or the session of that process (1 file read).`)
    expect(await reasonOf('jm2:8081')).toMatch(/^It is read when the process is proven gone/)
    expect(await reasonOf('jm9:8081')).toMatch(/no line of the masters file/)
    const failing: HostRunner = { ...runner, run: async (host) => Promise.reject(new HostError('unreachable', host, 'ssh to jm1 failed.')) }
    expect(await reasonOf('jm1:8081', { runner: failing })).toBe('ssh to jm1 failed.')
  })

  it('Many readers cost the host one reading in ten seconds', async () => {
    await write(own, `${established}\n`)
    let now = 0
    const reached = { snapshot: aSituation('leaderDied'), flinkHome: home, hosts: { runner } }
    const configuration = { effective: { options: { logDir: { value: null } } } }
    const reader = createLastLogReader({ reach: async () => ({ ...reached, configuration }) as unknown as ReachedCluster }, () => now)
    await Promise.all(Array.from({ length: 50 }, () => reader('east', 'jm1:8081')))
    await reader('east', 'jm1:8081')
    const once = calls.length
    now = 10_001
    await reader('east', 'jm1:8081')
    expect([once, calls.length]).toEqual([2, 4])
  })
})
