import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { closeJournal } from '@/lib/journal/database'
import * as answers from '@/lib/http/schemas/answers'
import { history } from '@/lib/model/schemas/history'
import { znode } from '@/lib/model/schemas/znode'
import { clusterSnapshot } from '@/lib/model/schemas/cluster-snapshot'
import { aFakeConsole, aZnode, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { readEvents } from '@/lib/testing/read-events'
import { GET as getUnknown } from '../[...path]/route'
import { GET as getMetrics } from '../../metrics/route'
import { GET as getReady } from '../../readyz/route'
import { GET as getHealth } from '../../healthz/route'
import { GET as getEvents } from './clusters/[id]/events/route'
import { GET as getHistory } from './clusters/[id]/history/route'
import { GET as isLeader } from './clusters/[id]/is-leader/route'
import { GET as getLeader } from './clusters/[id]/leader/route'
import { GET as getCluster } from './clusters/[id]/route'
import { GET as getConfiguration } from './clusters/[id]/configuration/route'
import { GET as getFindings } from './clusters/[id]/findings/route'
import { GET as getZnode } from './clusters/[id]/znodes/route'
import { GET as getFleetEvents } from './clusters/events/route'
import { GET as getClusters } from './clusters/route'
import { GET as getOpenApi } from './openapi.json/route'

let console: FakeConsole
let signIns: FakeSignIns
beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  processWide.readers = undefined
  console = aFakeConsole()
  processWide.console = Promise.resolve(console)
  signIns = useFakeSignIns('viewer')
})
afterEach(() => {
  processWide.readers?.close()
  processWide.console = undefined
})

const request = (query = '', headers: Record<string, string> = {}) =>
  new Request(`http://localhost/api/v1/clusters/east${query}`, { headers })
const of = (id: string) => ({ params: Promise.resolve({ id }) })
const failure = async (response: Response) => [response.status, ((await response.json()) as { error: { code: string } }).error.code]

describe('clusters', () => {
  test('The cluster list is the console’s', async () => {
    const body = await (await getClusters(request(), null)).json()
    expect(answers.clusterList.parse(body)).toEqual({ clusters: console.clusters() })
  })

  test('A cluster is answered as its snapshot, byte for byte, with an ETag', async () => {
    const response = await getCluster(request(), of('east'))
    const text = await response.text()
    expect(text).toBe(console.findSnapshot('east')!.snapshotJson())
    expect(clusterSnapshot.parse(JSON.parse(text))).toEqual(console.findSnapshot('east')!.snapshot)
    expect([response.headers.get('etag'), response.headers.get('cache-control')]).toEqual(['"e1-1"', 'no-cache'])
  })

  test.each(['"e1-1"', 'W/"e1-1"', '"x", "e1-1"', '*'])('A request with If-None-Match: %s gets a 304 without a body', async (tag) => {
    const response = await getCluster(request('', { 'if-none-match': tag }), of('east'))
    expect([response.status, await response.text(), response.headers.get('etag'), console.calls.snapshotJson]).toEqual([
      304,
      '',
      '"e1-1"',
      0,
    ])
  })

  test.each(['"e0-1"', '"e1-0"', 'e1-1', '"e1-11"'])('A request with If-None-Match: %s is answered with the snapshot', async (tag) => {
    expect((await getCluster(request('', { 'if-none-match': tag }), of('east'))).status).toBe(200)
  })

  test('The next revision has another ETag', async () => {
    console.publish()
    expect((await getCluster(request('', { 'if-none-match': '"e1-1"' }), of('east'))).headers.get('etag')).toBe('"e1-2"')
  })
})

test.each([
  ['cluster', getCluster],
  ['events', getEvents],
  ['history', getHistory],
  ['znodes', getZnode],
  ['findings', getFindings],
  ['configuration', getConfiguration],
  ['leader', getLeader],
] as const)('The route %s answers 404 for an unknown cluster and 400 for an invalid id', async (_name, get) => {
  expect(await failure(await get(request(), of('west')))).toEqual([404, 'cluster-not-found'])
  expect(await failure(await get(request(), of('../etc')))).toEqual([400, 'bad-request'])
})

test('A listed cluster without a snapshot is answered as not ready, not as absent', async () => {
  console.findSnapshot = () => null
  const response = await getCluster(request(), of('east'))
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await failure(response)).toEqual([503, 'not-ready'])
})

test('The events of one cluster and of all come as streams', async () => {
  const [one, all] = [await getEvents(request('/events'), of('east')), await getFleetEvents(request(), null)]
  expect((await readEvents(one).take(1))[0]?.event).toBe('snapshot')
  expect((await readEvents(all).take(1))[0]?.event).toBe('clusters')
})

describe('the history of a cluster', () => {
  const { ago } = aSnapshotAt(aMoment)
  beforeEach(() => vi.stubEnv('UNDERSTUDY_DATA_DIR', '/dev/null/data'))
  afterEach(() => {
    vi.unstubAllEnvs()
    return closeJournal()
  })

  test('The history without a journal says since when it is known, and is complete without a range', async () => {
    const body = history.parse(await (await getHistory(request(), of('east'))).json())
    const { events, lanes } = console.findSnapshot('east')!.snapshot
    expect(body).toMatchObject({
      since: '2026-03-14T13:00:00.000Z',
      events,
      lanes,
      problem: expect.stringContaining('UNDERSTUDY_DATA_DIR'),
    })
  })

  test('The history with a range contains the part that touches it', async () => {
    const response = await getHistory(request(`?from=${ago(9_000)}&to=${ago(8_060)}`), of('east'))
    const body = history.parse(await response.json())
    expect(body.events.map(({ id }) => id)).toEqual(['3'])
    expect(body.lanes.map(({ master, spans }) => [master, spans.map(({ role }) => role)])).toEqual([
      ['jm1:8081', ['standby']],
      ['jm2:8081', ['leader', 'joining']],
      ['jm3:8081', ['standby']],
    ])
  })

  test('The history refuses an invalid time', async () => {
    expect(await failure(await getHistory(request('?from=now'), of('east')))).toEqual([400, 'bad-request'])
  })
})

test('A znode is decoded, an unseen one is 404 and an impossible path is 400', async () => {
  expect(znode.parse(await (await getZnode(request('?path=/leader/latch'), of('east'))).json())).toEqual(aZnode('leader/latch'))
  expect(await failure(await getZnode(request('?path=nowhere'), of('east')))).toEqual([404, 'znode-not-found'])
  expect(await failure(await getZnode(request('?path=../secret'), of('east')))).toEqual([400, 'bad-request'])
})

describe('the leader', () => {
  const leads = (change: Parameters<FakeConsole['publish']>[0]) => console.publish(change)

  test('The leader is answered as an address in text or in full as JSON', async () => {
    const text = await getLeader(request(), of('east'))
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'http://jm1:8081\n'])
    const json = await getLeader(request('', { accept: 'application/json' }), of('east'))
    expect(answers.provenLeader.parse(await json.json())).toMatchObject({
      address: 'http://jm1:8081',
      master: 'jm1:8081',
      process: 'running',
    })
  })

  test('A leader that is gone is answered with 503 and the reason', async () => {
    leads({ leader: aSnapshotAt(aMoment).aLeader({ process: 'gone', processDetail: 'its port refuses connections' }) })
    expect(await failure(await getLeader(request(), of('east')))).toEqual([503, 'no-leader'])
    expect(await failure(await isLeader(request('?master=jm1:8081'), of('east')))).toEqual([503, 'no-leader'])
  })

  test('A load balancer gets 200 for the leader alone', async () => {
    expect(await (await isLeader(request('?master=jm1:8081'), of('east'))).json()).toEqual({ master: 'jm1:8081', isLeader: true })
    expect(await failure(await isLeader(request('?master=jm2:8081'), of('east')))).toEqual([503, 'not-leader'])
    expect(await failure(await isLeader(request('?master=nobody:1'), of('east')))).toEqual([503, 'not-leader'])
    expect(await failure(await isLeader(request(), of('east')))).toEqual([400, 'bad-request'])
  })
})

describe('errors', () => {
  test('An unexpected error shows nothing of itself', async () => {
    console.findSnapshot = () => {
      throw new Error('secret of the server')
    }
    const response = await getCluster(request(), of('east'))
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('secret')
    expect(answers.error.parse(JSON.parse(text)).error.code).toBe('internal')
  })

  test('An unknown path is answered in the usual form of errors', async () => {
    expect(await failure(await getUnknown(new Request('http://localhost/api/v1/findings'), null))).toEqual([404, 'route-not-found'])
  })
})

test('The API describes itself', async () => {
  expect(await (await getOpenApi(request(), null)).json()).toMatchObject({ openapi: '3.1.1' })
})

describe('health', () => {
  test('The health check succeeds even when nothing else works', async () => {
    processWide.console = Promise.reject(new Error('no'))
    processWide.console.catch(() => null)
    expect(await getHealth().json()).toEqual({ status: 'ok' })
  })

  test('The console is ready when each observer had an answer', async () => {
    expect(answers.readiness.parse(await (await getReady(request(), null)).json())).toEqual({
      status: 'ready',
      clusters: 1,
      settingsProblem: null,
    })
  })

  test('The readiness answer is public, and its details are for signed-in readers', async () => {
    signIns.become(null)
    expect(await (await getReady(request(), null)).json()).toEqual({ status: 'ready' })
    console.settingsProblem = () => 'understudy.yaml line 3: unknown key.'
    console.drop()
    const text = await (await getReady(request(), null)).text()
    expect(text).toContain('not-ready')
    expect(text).not.toContain('understudy.yaml')
  })

  test('The console is not ready while it starts, after a failed start, or while an observer has heard nothing', async () => {
    const { sources } = console.findSnapshot('east')!.snapshot
    const silent = { state: 'lost', lastHeardAt: null } as const
    console = aFakeConsole({ startedAt: Date.now() })
    console.publish({ revision: 1, sources: { ...sources, zookeeper: silent, jobManagers: silent } })
    processWide.console = Promise.resolve(console)
    expect(await failure(await getReady(request(), null))).toEqual([503, 'not-ready'])
    processWide.console = Promise.reject(new Error('no'))
    expect(await failure(await getReady(request(), null))).toEqual([503, 'not-ready'])
    processWide.console = new Promise(() => {})
    expect(await failure(await getReady(request(), null))).toEqual([503, 'not-ready'])
  })

  test('Unusable settings make the console not ready, and a bad change of good settings is only reported', async () => {
    console.settingsProblem = () => 'understudy.yaml line 3: unknown key.'
    expect(await (await getReady(request(), null)).json()).toMatchObject({
      status: 'ready',
      settingsProblem: 'understudy.yaml line 3: unknown key.',
    })
    console.drop()
    expect(await failure(await getReady(request(), null))).toEqual([503, 'not-ready'])
  })
})

describe('metrics', () => {
  test('The metrics give the level, the leader, the spare and the cost of observing', async () => {
    const stream = readEvents(await getEvents(request('/events'), of('east')))
    await stream.take(1)
    const response = await getMetrics(request(), null)
    const text = await response.text()
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const lines = text.split('\n').filter((line) => line.startsWith('understudy_'))
    expect(lines).toEqual([
      'understudy_zookeeper_requests_total{cluster="east"} 7',
      'understudy_zookeeper_reconnects_total{cluster="east"} 1',
      'understudy_zookeeper_received_bytes_total{cluster="east"} 512',
      'understudy_zookeeper_sent_bytes_total{cluster="east"} 64',
      'understudy_jobmanager_requests_total{cluster="east"} 9',
      'understudy_revisions_total{cluster="east"} 3',
      'understudy_znodes{cluster="east"} 30',
      'understudy_cluster_level{cluster="east",level="protected"} 1',
      'understudy_cluster_level{cluster="east",level="at-risk"} 0',
      'understudy_cluster_level{cluster="east",level="unprotected"} 0',
      'understudy_cluster_level{cluster="east",level="no-leader"} 0',
      'understudy_cluster_level{cluster="east",level="unknown"} 0',
      `understudy_leader_since_timestamp_seconds{cluster="east"} ${(aMoment - 8_040_000) / 1000}`,
      'understudy_quorum_spare{cluster="east"} 1',
      'understudy_sse_readers{cluster=""} 0',
      'understudy_sse_readers{cluster="east"} 1',
    ])
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })

  test('The guide lists every metric of the console, and no other', async () => {
    const text = await (await getMetrics(request(), null)).text()
    const names = (all: string, each: RegExp) => [...new Set([...all.matchAll(each)].map(([, name]) => name))].sort()
    const table = readFileSync('docs/guide.md', 'utf8').split('**Metrics.**')[1]?.split('\n## ')[0] ?? ''
    expect(names(table, /`(understudy_\w+)`/g)).toEqual(names(text, /^# HELP (understudy_\w+)/gm))
  })

  test('The metrics omit what is not known and are not registered twice', async () => {
    console.publish({ leader: null })
    console.changeSummary({ ...console.clusters()[0]!, spare: null })
    await getMetrics(request(), null)
    const text = await (await getMetrics(request(), null)).text()
    expect(text).not.toMatch(/^understudy_(leader_since_timestamp_seconds|quorum_spare)\{/m)
    expect(text.match(/^understudy_revisions_total\{/gm)).toHaveLength(1)
  })

  test('The metrics of the process alone remain when observing could not start', async () => {
    processWide.console = Promise.reject(new Error('no'))
    const text = await (await getMetrics(request(), null)).text()
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).not.toContain('understudy_cluster_level')
  })
})
