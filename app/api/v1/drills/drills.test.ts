import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import type { DrillRecord } from '@/lib/drills/drill-run'
import { insertDrill, saveReport, toMeasures } from '@/lib/drills/drill-store'
import { makeReport } from '@/lib/drills/make-report'
import { closeJournal } from '@/lib/journal/database'
import { openJournal } from '@/lib/journal/open'
import { toDefaultDocument } from '@/lib/model/drills/default-document'
import { drill, drillList, drillReport } from '@/lib/model/drills/drill-report'
import { predictDrill } from '@/lib/model/drills/predict-drill'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { sameOrigin, useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { GET as listOfCluster, POST as postDrill } from '../clusters/[id]/drills/route'
import { GET as getOne } from './[id]/route'
import { GET as getReport } from './[id]/report/route'

const id = '0b0b0b0b-0000-4000-8000-000000000001'
const running = '0b0b0b0b-0000-4000-8000-000000000002'
let dataDir: string
let signIns: FakeSignIns
let asked: unknown[]

function aRecord(own: string): DrillRecord {
  const snapshot = aSnapshotAt(aMoment).aSnapshot()
  const prediction = predictDrill({ scenario: 'crash-leader', snapshot, measured: null, now: aMoment })
  return {
    id: own,
    number: 0,
    clusterId: 'east',
    clusterName: 'East',
    startedAt: new Date(aMoment).toISOString(),
    by: { id: 'u1', name: 'Olga', kind: 'person' },
    reason: null,
    document: toDefaultDocument('crash-leader', snapshot, prediction, 60_000),
    prediction,
    target: { master: 'jm1:8081', host: 'jm1', pid: 7 },
    jobs: [],
    leaderBefore: 'a',
    configuration: {
      fingerprint: 'f',
      flinkVersion: '2.3.0',
      sessionTimeoutMs: 4_000,
      tickTimeMs: 2_000,
      checkpointIntervalMs: null,
      options: {},
    },
    clock: null,
    before: [],
    guard: null,
    isFaultDone: true,
    evidence: [{ what: 'fault-done', at: aMoment, clock: 'host', uncertaintyMs: 2, source: 'jm1', subject: 'jm1:8081' }],
  }
}

beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  processWide.console = Promise.resolve(aFakeConsole())
  asked = []
  const operations = {
    plan: async (command: { request: unknown }) => (asked.push(command.request), { plan: true }),
    start: async (command: { request: unknown }) => (asked.push(command.request), { id }),
  }
  processWide.operations = Promise.resolve(operations) as unknown as typeof processWide.operations
  signIns = useFakeSignIns('operator')
  dataDir = mkdtempSync(join(tmpdir(), 'us-drill-api-'))
  const journal = await openJournal({ dataDir, databaseUrl: null })
  processWide.journal = { journal: Promise.resolve(journal), problem: null, failedAt: null }
  const ended = aRecord(id)
  ended.number = await insertDrill(journal, ended)
  const outcome = {
    after: [],
    rollback: { isDone: true, text: 'Undone.' },
    leftBehind: [],
    abort: null,
    leaderAfter: null,
    endedAt: aMoment + 90_000,
  }
  await saveReport(journal, ended, makeReport(ended, outcome))
  await insertDrill(journal, aRecord(running))
})
afterEach(async () => {
  await closeJournal()
  processWide.console = undefined
  processWide.operations = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

const of = (own: string) => ({ params: Promise.resolve({ id: own }) })
const get = (query = '') => new Request(`http://localhost/api/v1/drills/x${query}`)
const post = (body: object) =>
  postDrill(
    new Request('http://localhost/api/v1/clusters/east/drills', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sameOrigin },
      body: JSON.stringify(body),
    }),
    of('east'),
  )
const failure = async (response: Response) => [response.status, ((await response.json()) as { error: { code: string } }).error.code]

describe('drills in the API', () => {
  it('A drill is begun through the operations, with its objective as the option of its kind', async () => {
    const response = await post({ scenario: 'freeze-leader', objectiveMs: 60_000, confirm: 'East', expectedLeaderSessionId: 'a' })
    expect([response.status, await response.json(), response.headers.get('location')]).toEqual([202, { id }, `/api/v1/drills/${id}`])
    expect(asked).toEqual([
      { kind: 'drill-freeze-leader', confirm: 'East', expectedLeaderSessionId: 'a', options: { objectiveMs: '60000' } },
    ])
    expect((await post({ scenario: 'crash-standby', dryRun: true })).status).toBe(200)
    expect(asked[1]).toEqual({ kind: 'drill-crash-standby', dryRun: true })
  })

  it('An unknown scenario, a further field and a viewer are refused, and nothing is begun', async () => {
    expect(await failure(await post({ scenario: 'burn-leader' }))).toEqual([400, 'bad-request'])
    expect(await failure(await post({ scenario: 'crash-leader', kind: 'stop-cluster' }))).toEqual([400, 'bad-request'])
    signIns.become('viewer')
    expect(await failure(await post({ scenario: 'crash-leader' }))).toEqual([403, 'not-allowed'])
    expect(asked).toEqual([])
  })

  it('The drills of a cluster are listed newest first, and whether they are allowed', async () => {
    const list = drillList.parse(await (await listOfCluster(get(), of('east'))).json())
    expect(list.allowed).toBe(true)
    expect(list.drills.map(({ number, state, verdict }) => [number, state, verdict])).toEqual([
      [2, 'running', null],
      [1, 'ended', 'failed'],
    ])
  })

  it('One drill is answered while it runs and afterwards, with its evidence and measures', async () => {
    const now = drill.parse(await (await getOne(get(), of(running))).json())
    expect(now).toMatchObject({ number: 2, state: 'running', verdict: null, measures: toMeasures(aRecord(running)) })
    expect(now.evidence.map(({ what }) => what)).toEqual(['fault-done'])
    expect(drill.parse(await (await getOne(get(), of(id))).json())).toMatchObject({ number: 1, state: 'ended', verdict: 'failed' })
  })

  it('A report is JSON, Markdown or JUnit XML; one that is not written yet is said so', async () => {
    const json = await getReport(get(), of(id))
    expect(drillReport.parse(await json.json())).toMatchObject({ number: 1, verdict: 'failed', clusterName: 'East' })
    const markdown = await getReport(get('?format=markdown'), of(id))
    expect([markdown.headers.get('content-type'), (await markdown.text()).split('\n')[0]]).toEqual([
      'text/markdown; charset=utf-8',
      '# Drill 1 of East: failed',
    ])
    const junit = await getReport(get('?format=junit'), of(id))
    expect([junit.headers.get('content-type'), (await junit.text()).split('\n')[0]]).toEqual([
      'application/xml; charset=utf-8',
      '<?xml version="1.0" encoding="UTF-8"?>',
    ])
    expect(await failure(await getReport(get('?format=pdf'), of(id)))).toEqual([400, 'bad-request'])
    expect(await failure(await getReport(get(), of(running)))).toEqual([503, 'not-ready'])
  })

  it('An unknown drill is not found, whatever its id holds', async () => {
    for (const other of ['0b0b0b0b-0000-4000-8000-00000000000f', '../x', ''])
      expect(await failure(await getOne(get(), of(other)))).toEqual([404, 'drill-not-found'])
  })
})
