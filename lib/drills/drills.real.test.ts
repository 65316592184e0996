import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { getJournal } from '@/lib/journal/database'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { drillReport } from '@/lib/model/drills/drill-report'
import { toDrillKind, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import { startControl, type Control } from '@/lib/operations/testing/start-control'
import { startReplica, type Replica } from '@/lib/operations/testing/start-replica'
import { despiteWords } from './checks'
import { findStoredDrill } from './drill-store'

const guards = `/tmp/understudy-guards-${process.getuid?.() ?? 0}`

let lab: Lab
let control: Control
let replica: Replica | null = null
let dataDir: string
let configFile: string

beforeAll(async () => {
  lab = await startLab({ flink: '2.3.0', masters: 2, jobs: 1, taskManagers: 1, sessionTimeoutMs: 4_000 })
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-drills-'))
  configFile = join(dataDir, 'understudy.yaml')
  writeFileSync(configFile, JSON.stringify({ clusters: [{ id: 'east', confDir: lab.confDir, flinkHome: lab.flinkHome }] }))
  control = await startControl({ env: { UNDERSTUDY_CONFIG: configFile }, dataDir })
})
afterAll(async () => {
  await replica?.kill()
  await control?.close()
  await lab?.close()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
})

const leader = () => control.snapshot().leader!.master!
const pidOf = (master: string) => control.snapshot().jobManagers.find((jm) => jm.master === master)!.process!.pid
const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')[0]

/** Both in line and identified, and the job runs with a checkpoint of this term. */
async function untilReady(): Promise<void> {
  await control.untilAllIdentified(2)
  await control.until(
    'the job runs and completed a checkpoint',
    ({ operation, leader: now, recovery, taskManagers }) =>
      operation === null &&
      now?.process === 'running' &&
      (taskManagers.total ?? 0) > 0 &&
      recovery.jobs.length === 1 &&
      recovery.jobs.every(({ tasks, checkpoints }) => tasks !== null && tasks.running === tasks.total && checkpoints.length > 0),
  )
}

async function drill(scenario: DrillScenarioId, options: Record<string, string> = {}) {
  await untilReady()
  const record = await control.ended(await control.start({ kind: toDrillKind(scenario), override: despiteWords, options }))
  drillIds.add(record.id)
  const { report } = (await findStoredDrill(await getJournal(), record.id))!
  expect(drillReport.parse(report)).toEqual(report)
  expectNothingLeft()
  return { record, report: report! }
}

/** No process of the lab is stopped, and no guard runs or left files. */
function expectNothingLeft(): void {
  const stopped = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(lab.confDir))
    .filter((pid) => stateOf(Number(pid)) === 'T')
  expect(stopped).toEqual([])
  expect(existsSync(guards) ? readdirSync(guards).filter((id) => drillIds.has(id)) : []).toEqual([])
}
const drillIds = new Set<string>()

const phasesOf = ({ measures }: DrillReport) => measures.phases.map(({ phase, measured }) => [phase, measured !== null])

describe.sequential('drills of a real cluster', () => {
  it('A crashed leader: the standby takes over, every phase is measured, and the old leader stands in line again', async () => {
    await untilReady()
    const old = leader()
    const { record, report } = await drill('crash-leader', { objectiveMs: '90000' })
    expect(record, `${record.result} ${JSON.stringify(report.evidence)}`).toMatchObject({ state: 'done', target: old })
    expect(report).toMatchObject({ verdict: 'passed', reasons: [], guard: { state: 'ended' }, leftBehind: [], rollback: { isDone: true } })
    expect(phasesOf(report)).toEqual([
      ['detection', true],
      ['election', true],
      ['recovery', true],
    ])
    expect(report.measures.overlapMs).toBe(0)
    expect(report.measures.gap?.ms).toBeGreaterThan(1_000)
    expect(report.measures.firstCheckpoint?.ms).toBeGreaterThanOrEqual(report.measures.recovery!.ms - 1_200)
    expect(report.leader.after).not.toBe(report.leader.before)
    expect(control.snapshot().jobManagers.find(({ master }) => master === old)).toMatchObject({ role: 'standby', inLine: 1 })
  })

  it('A stopped leader: its session closes at once, so detection takes less than the session timeout', async () => {
    const { record, report } = await drill('stop-leader', { objectiveMs: '90000' })
    expect(record, `${record.result}`).toMatchObject({ state: 'done' })
    expect(report.verdict).toBe('passed')
    expect(report.evidence.map(({ what }) => what)).toContain('process-gone')
  })

  it('A frozen leader: the standby leads, and continued it stands back with a new session; there are never two leaders', async () => {
    await untilReady()
    const [old, pid] = [leader(), pidOf(leader())]
    const { record, report } = await drill('freeze-leader', { objectiveMs: '90000' })
    expect(record, `${record.result}`).toMatchObject({ state: 'done' })
    expect(report).toMatchObject({ verdict: 'passed', measures: { overlapMs: 0 }, guard: { state: 'ended' } })
    expect(stateOf(pid)).not.toBe('T')
    expect(leader()).not.toBe(old)
  })

  it('A crashed standby: the leader stays and no job is interrupted', async () => {
    await untilReady()
    const session = control.snapshot().leader!.leaderSessionId
    const { record, report } = await drill('crash-standby', { objectiveMs: '5000' })
    expect(record, `${record.result}`).toMatchObject({ state: 'done' })
    expect(report).toMatchObject({ verdict: 'passed', measures: { recovery: { ms: 0 } }, leader: { before: session, after: session } })
  })

  it('An objective that is too tight fails the drill, with the phase and everything undone', async () => {
    const { record, report } = await drill('crash-leader', { objectiveMs: '50' })
    expect(record).toMatchObject({ state: 'failed', result: expect.stringContaining('failed') })
    expect(report).toMatchObject({ verdict: 'failed', rollback: { isDone: true }, leftBehind: [] })
    expect(report.measures.slowest?.phase).toBe('detection')
  })

  it('An abort during a freeze continues the process at once, and the report says who ended it', async () => {
    await untilReady()
    const pid = pidOf(leader())
    const begun = await control.start({ kind: 'drill-freeze-leader', override: despiteWords })
    drillIds.add(begun.id)
    await waitUntil('it is frozen', { within: 60_000, every: 20 }, () => stateOf(pid) === 'T')
    await control.operations.abort(begun.id, { actor: { kind: 'person', id: 'u1', name: 'Olga', role: 'operator' }, from: null })
    const record = await control.ended(begun)
    expect(record.state, record.result ?? '').toBe('aborted')
    expect(stateOf(pid)).not.toBe('T')
    const { report } = (await findStoredDrill(await getJournal(), begun.id))!
    expect(report).toMatchObject({
      verdict: 'aborted',
      rollback: { isDone: true },
      reasons: expect.arrayContaining([expect.stringContaining('Olga')]),
    })
    expectNothingLeft()
  })

  it('A console that is killed during a freeze: the guard alone continues the process, and the next console says so', async () => {
    await untilReady()
    const pid = pidOf(leader())
    await control.close()
    replica = await startReplica({ UNDERSTUDY_CONFIG: configFile, UNDERSTUDY_DATA_DIR: dataDir, REPLICA_LEASE_MS: '8000' })
    await replica.ask({ cluster: 'east', do: 'ready', count: 2 })
    const record = await replica.ask({
      cluster: 'east',
      do: 'start',
      request: { kind: 'drill-freeze-leader', override: despiteWords, options: { deadlineMs: '20000' } },
    })
    drillIds.add(record.id)
    await waitUntil('it is frozen', { within: 60_000, every: 20 }, () => stateOf(pid) === 'T')
    await replica.kill()
    await waitUntil('the guard continues it', { within: 60_000, every: 100 }, () => stateOf(pid) !== 'T')
    control = await startControl({ env: { UNDERSTUDY_CONFIG: configFile }, dataDir })
    const stored = await waitUntil('the next console reports it', { within: 120_000, every: 500 }, async () => {
      const found = await findStoredDrill(await getJournal(), record.id)
      return found?.report?.guard?.state === 'acted' ? found.report : null
    })
    expect(stored).toMatchObject({ verdict: 'aborted', rollback: { isDone: true } })
    expect(await control.operations.find(record.id)).toMatchObject({
      state: 'interrupted',
      result: expect.stringContaining('undid the fault by itself'),
    })
    await control.untilAllIdentified(2)
    expectNothingLeft()
  })

  it('Without a standby in line a drill is refused, whatever words are given, and nothing is broken', async () => {
    await untilReady()
    const standby = control.snapshot().jobManagers.find(({ role }) => role === 'standby')!.master
    const pid = pidOf(leader())
    await control.ended(await control.start({ kind: 'stop-jobmanager', target: standby }))
    await expect(control.start({ kind: 'drill-crash-leader', override: despiteWords })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('standby'),
    })
    expect(stateOf(pid)).not.toBe('Z')
    expectNothingLeft()
  })
})
