import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pickVersionOfDay, startLab, waitUntil, type Lab } from '@/e2e/lab'
import { getJobState, getRest } from '@/e2e/lab/cluster/rest'
import { findProcess } from '@/e2e/lab/process/identity'
import type { OperationRecord } from '@/lib/model/operation'
import { acknowledgeRuns, readRuns, saveSettings } from '@/lib/takeover/autopilot/autopilot-store'
import { getJournal } from '@/lib/journal/database'
import { renewLease } from '@/lib/journal/leases'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { readElection } from '@/lib/takeover/election/read-election'
import { toLeaseName } from '../run/live-operation'
import { startControl, type Control } from '../testing/start-control'
import { startReplica, type Replica } from '../testing/start-replica'
import { killFrozen } from './fenced-takeover'

/** Flink's own defaults: a dead leader's session lives for 27 to 42 s. A standby that leads sooner was let in by this console. */
const withoutUsMs = 26_000
/** Flink’s own safeguard: a shutdown that hangs is cut short with everything left in ZooKeeper. */
const haltsAfterMs = 5_000
/** By itself; or, where a busy machine prevents that, killed when its time was over. */
const stopped = /^It stopped within|^It did not stop within 8 s and was killed/

const flink = pickVersionOfDay('2.3.0', process.env.UNDERSTUDY_TAKEOVER_FLINK)
/** ZooKeeperUtils: since 2.0 by its new name. */
const graphs = flink.startsWith('1.') ? 'jobgraphs' : 'execution-plans'

let lab: Lab
let control: Control
let dataDir: string
let configFile: string
let replica: Replica | null = null
beforeAll(async () => {
  lab = await startLab({ flink, masters: 3, jobs: 2, sessionTimeoutMs: null })
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-takeover-'))
  configFile = join(dataDir, 'understudy.yaml')
  writeFileSync(configFile, JSON.stringify({ clusters: [{ id: 'east', confDir: lab.confDir, flinkHome: lab.flinkHome }] }))
  process.env.UNDERSTUDY_DATA_DIR = dataDir
  control = await startControl({ env: { UNDERSTUDY_CONFIG: configFile }, dataDir })
})
afterAll(async () => {
  await replica?.kill()
  await control?.close()
  await lab?.close()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
})

const find = (master: string | null) => control.snapshot().jobManagers.find((jm) => jm.master === master)!
/** Signals the process that the console shows: an operation may have started it. */
function signal(master: string, name: NodeJS.Signals): void {
  process.kill(find(master).process!.pid, name)
}
/** Three in line, all identified; masters that a test left dead are started again. */
async function untilReady() {
  const dead = control.snapshot().jobManagers.filter(({ processState }) => processState === 'gone')
  await Promise.all(dead.map(({ master }) => lab.masters.find((one) => one.master === master)!.start()))
  await control.untilAllIdentified(3)
  const { master } = await control.until(
    'a fenced takeover could be done',
    ({ takeover, jobManagers, leader, operation }) =>
      operation === null &&
      leader?.process === 'running' &&
      leader.master !== null &&
      jobManagers.filter(({ role }) => role === 'standby').length === 2 &&
      /measured|median/.test(takeover.fencedDetail) &&
      leader,
  )
  const [first, second] = control
    .snapshot()
    .jobManagers.filter(({ role }) => role === 'standby')
    .sort((one, other) => one.inLine! - other.inLine!)
  return { leader: master!, next: first!.master, last: second!.master, leaderSessionId: control.snapshot().leader!.leaderSessionId }
}
const untilSeen = (master: string, state: 'gone' | 'frozen' | 'running') =>
  control.until(`${master} is seen ${state}`, () => find(master).processState === state)
/** SIGKILL to several at once, seen by the console. */
async function kill(...masters: string[]): Promise<void> {
  for (const master of masters) signal(master, 'SIGKILL')
  for (const master of masters) await untilSeen(master, 'gone')
}
async function done(begun: Promise<OperationRecord>): Promise<OperationRecord> {
  const record = await control.ended(await begun)
  expect(record, record.result ?? '').toMatchObject({ state: 'done' })
  return record
}
const stepOf = (record: OperationRecord, id: string) => record.steps.find((step) => step.id === id)!
const leader = () => control.snapshot().leader!.master
async function ask<T>(question: (client: ZooKeeperClient) => Promise<T>): Promise<T> {
  const client = createZooKeeperClient({ servers: lab.settings.connectString })
  return question(client).finally(() => client.close())
}
/** Pointers to checkpoints of each job, with their locks. */
const readPointers = () =>
  ask((client) =>
    Promise.all(
      lab.jobs.map(async (job) => {
        const folder = `/flink/default/jobs/${job}/checkpoints`
        const { children } = await client.getChildren(folder)
        return Promise.all(children.map(async (name) => [name, (await client.getChildren(`${folder}/${name}/locks`)).children]))
      }),
    ),
  )
/** Sessions in line, as ZooKeeper itself has them. */
const readLine = () =>
  ask(async (client) =>
    (await readElection({ client, root: '/flink/default', names: {} }, { withLocks: false })).latches.map(({ owner }) => owner),
  )
/** What Flink's own stop script would trust. */
function readPidFiles(): string[] {
  const folder = lab.settings.pidFolder!
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pid'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
}
const runs = async () => readRuns(await getJournal(), control.id)
/** One run more, and it says that the exit may be caused by the hand-over. */
async function expectLetPass(count: number, master: string): Promise<void> {
  const all = await waitUntil('it is told', { within: 120_000, every: 100 }, async () =>
    ((told) => told.length > count && told)(await runs()),
  )
  expect(all).toHaveLength(count + 1)
  expect(all[0]).toMatchObject({
    master,
    result: 'held-back',
    operationId: null,
    text: expect.stringContaining('it may be the doing of “Hand over the lead”') as string,
  })
}

describe(`one host, three JobManagers of Flink ${flink}, its default session timeout`, () => {
  it('A fenced takeover is refused while the leader lives and for another leader than the planned one', async () => {
    await untilReady()
    expect(control.snapshot().takeover).toMatchObject({
      fencedMs: null,
      fencedDetail: expect.stringContaining('not measured here yet') as string,
    })
    const plan = await control.plan({ kind: 'fenced-takeover' })
    expect(plan.checks[0]).toMatchObject({ level: 'refusal', text: expect.stringContaining('hand over') as string })
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused' })
    await expect(
      control.start({ kind: 'hand-over', expectedLeaderSessionId: 'b0000000-0000-0000-0000-000000000000' }),
    ).rejects.toMatchObject({ code: 'leader-changed' })
  })

  it('A killed leader is fenced only once the frozen next in line is dead too, and the last standby leads in time', async () => {
    const before = await untilReady()
    signal(before.next, 'SIGSTOP')
    await untilSeen(before.next, 'frozen')
    await expect(control.start({ kind: 'hand-over' })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining(`${before.next} is next in line and frozen`) as string,
    })
    await kill(before.leader)
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining(`${before.next} is next in line and frozen`) as string,
    })
    await kill(before.next)
    const plan = await control.plan({ kind: 'fenced-takeover' })
    const commands = plan.steps.find(({ id }) => id === 'fence')!.commands
    expect(commands.filter((line) => line.startsWith('delete /flink/default/leader/latch/_c_'))).toHaveLength(2)
    expect(commands).toContainEqual(expect.stringMatching(new RegExp(`^delete /flink/default/${graphs}/.*/locks/`)))
    expect(plan.steps.flatMap((step) => step.commands).join()).not.toContain('connection_info')
    const record = await done(control.start({ kind: 'fenced-takeover' }))
    expect(record.plan.sentence).toContain(before.next)
    expect(leader()).toBe(before.last)
    // Else ZooKeeper had ended their sessions before.
    expect(stepOf(record, 'fence').detail).toMatch(/^\d latch(es)? and \d+ locks? removed/)
    const one = { within: 120_000, every: 200, seen: async () => JSON.stringify(await readPointers()) }
    await waitUntil('one pointer a job', one, async () => (await readPointers()).every(({ length }) => length === 1))
    await control.until(
      'what was measured is told',
      ({ takeover }) => (takeover.fencedMs ?? 0) > 0 || /standby|line/.test(takeover.fencedDetail),
    )
    // No standby is left behind it.
    await expect(control.start({ kind: 'hand-over' })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('No standby is in line') as string,
    })
  })

  it('The autopilot takes over once and then waits for an acknowledgement', async () => {
    const journal = await getJournal()
    await saveSettings(journal, control.id, { isOn: true, againAfterMs: 3_600_000, by: 'Olga' })
    await control.takeovers.refresh()
    const first = await untilReady()
    await waitUntil('it is ready', { within: 120_000 }, async () => (await control.takeovers.findAutopilot(control.id))?.ready)
    // An operation that moves no leader does not hold it back: it waits for its end.
    const other = await control.start({ kind: 'restart-taskmanager', target: 'localhost' })
    await sleep(1_000)
    await kill(first.leader)
    await control.until(
      'somebody else leads',
      (now) => now.leader !== null && now.leader.master !== first.leader && now.leader.process === 'running',
    )
    const [run] = await waitUntil('its run is reported', { within: 180_000, every: 200 }, async () =>
      ((all) => all.length > 0 && all[0]!.result !== 'running' && all)(await runs()),
    )
    expect(await control.ended(other)).toMatchObject({
      state: 'done',
      steps: [{ state: 'done' }, { state: 'done' }, { state: 'not-known' }],
    })
    expect(run, run?.text).toMatchObject({
      master: first.leader,
      result: 'done',
      acknowledgedAt: null,
      operationId: expect.any(String) as string,
    })
    // Else ZooKeeper had ended its session before.
    expect(stepOf((await control.operations.find(run!.operationId!))!, 'fence').detail).toMatch(/^1 latch and \d+ locks? removed/)
    expect(await control.takeovers.findAutopilot(control.id)).toMatchObject({
      on: true,
      ready: false,
      needsAcknowledgement: true,
      sentence: expect.stringContaining('until an operator acknowledges') as string,
    })

    const second = await untilReady()
    await kill(second.leader)
    const [held] = await waitUntil('the second one is reported', { within: 180_000, every: 200 }, async () =>
      ((all) => all.length > 1 && all)(await runs()),
    )
    expect(held).toMatchObject({ master: second.leader, result: 'held-back', operationId: null })
    // The lead moved since the first one was planned: that plan does not run.
    await expect(control.start({ kind: 'fenced-takeover', expectedLeaderSessionId: first.leaderSessionId })).rejects.toMatchObject({
      code: 'leader-changed',
    })
    // Nothing was done: a person does it.
    await done(control.start({ kind: 'fenced-takeover' }))
    await acknowledgeRuns(journal, control.id, 'Olga')
  })

  it('A frozen leader is fenced only with the override, after it is killed and its pid leaves the pid file', async () => {
    const before = await untilReady()
    const { pid } = find(before.leader).process!
    expect(readPidFiles()).toContain(String(pid))
    signal(before.leader, 'SIGSTOP')
    await control.until('it is seen frozen', (now) => now.leader?.process === 'frozen')
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('frozen') as string,
    })
    expect(() => process.kill(pid, 0)).not.toThrow()
    // What a dashboard left open does; the console never does. It stays connected to the next leader.
    await expect(fetch(`http://${before.next}/jobs/overview`, { signal: AbortSignal.timeout(1_000) })).rejects.toThrow()
    await done(control.start({ kind: 'fenced-takeover', override: killFrozen }))
    expect(leader()).toBe(before.next)
    expect(readPidFiles()).not.toContain(String(pid))
  })

  it('A hand-over by SIGTERM that leaves the latch behind proves the leader dead and fences it', async () => {
    const before = await untilReady()
    const record = await done(control.start({ kind: 'hand-over', options: { signal: 'TERM' } }))
    expect(stepOf(record, 'stop').detail).toMatch(stopped)
    expect(stepOf(record, 'fence').detail).toMatch(/^1 latch and \d+ locks? removed/)
    expect(leader()).toBe(before.next)
  })

  it('A clean hand-over by SIGTERM needs no fencing, and the autopilot holds the exit back with the reason', async () => {
    const before = await untilReady()
    const count = (await runs()).length
    const { pid } = find(before.leader).process!
    const record = await done(control.start({ kind: 'hand-over', options: { signal: 'TERM' } }))
    // A Flink that cannot end within 5 s, e.g. on a machine that is busy, halts itself or is killed and leaves its latch; then it is fenced.
    const tookMs = Date.parse(stepOf(record, 'stop').endedAt!) - Date.parse(stepOf(record, 'stop').startedAt!)
    expect(stepOf(record, 'stop').detail).toMatch(tookMs < haltsAfterMs ? /^It stopped within/ : stopped)
    expect(stepOf(record, 'fence').detail).toMatch(
      tookMs < haltsAfterMs
        ? /left the election by itself; nothing had to be removed/
        : /left the election by itself|^1 latch and \d+ locks? removed/,
    )
    expect(leader()).toBe(before.next)
    expect(find(before.leader).role).toBe('standby')
    expect(readPidFiles()).not.toContain(String(pid))
    // A JobManager that has left the election no longer leads: the autopilot would not have acted on its exit, if it is seen after that.
    if ((await runs()).length > count || !/left the election by itself/.test(stepOf(record, 'fence').detail ?? ''))
      await expectLetPass(count, before.leader)
  })

  it('A hand-over to a chosen standby kills a leader that ignores SIGTERM at its deadline and fences it', async () => {
    const before = await untilReady()
    const count = (await runs()).length
    const record = await control.start({ kind: 'hand-over', target: before.last, options: { signal: 'TERM' } })
    const { pid } = find(before.leader).process!
    // Everything was checked by then, and the signal stays pending.
    const stop = control.operations.follow(
      record.id,
      (now) => void (stepOf(now, 'stop').state === 'running' && process.kill(pid, 'SIGSTOP')),
    )
    const ended = await control.ended(record)
    stop()
    expect(ended, ended.result ?? '').toMatchObject({ state: 'done' })
    expect(stepOf(ended, 'stop').detail).toMatch(/^It did not stop within 8 s and was killed: .*nothing listens/)
    expect(stepOf(ended, 'fence').detail).toMatch(/^1 latch and \d+ locks? removed/)
    expect(leader()).toBe(before.last)
    await expectLetPass(count, before.leader)
  })

  // What the stand-ins of killed-console.real.test.ts cannot show: that Flink's own standby and jobs go on from there.
  it('After a console was killed between the kill and the removal, the next one reports the state and completes the takeover', async () => {
    await saveSettings(await getJournal(), control.id, { isOn: false, againAfterMs: 3_600_000, by: 'Olga' })
    const before = await untilReady()
    const session = find(before.leader).zkSessionId
    const { pid } = find(before.leader).process!
    const cluster = control.id
    await control.close()
    replica = await startReplica({ UNDERSTUDY_CONFIG: configFile, UNDERSTUDY_DATA_DIR: dataDir })
    await replica.ask({ cluster, do: 'ready', count: 3 })
    process.kill(pid, 'SIGSTOP')
    const silentSince = Date.now()
    await replica.ask({ cluster, do: 'sees', process: 'frozen' })
    await replica.ask({ cluster, do: 'hold', hold: { step: 'kill', when: 'after' } })
    const { id } = await replica.ask({ cluster, do: 'start', request: { kind: 'fenced-takeover', override: killFrozen } })
    await replica.ask({ cluster, do: 'held' })
    await replica.kill()
    expect(findProcess(pid)).toBeNull()
    expect((await readLine())[0]).toBe(session)

    // However long the next console takes to start, it meets the lease of the dead one.
    const setLease = async (ms: number) => renewLease(await getJournal(), toLeaseName(cluster), id, ms)
    expect(await setLease(600_000)).toBe(true)
    control = await startControl({ env: { UNDERSTUDY_CONFIG: configFile }, dataDir })
    await control.until(
      'it tells who is dead, and that it is not over yet',
      ({ leader: seen, operation }) => operation?.id === id && seen !== null && (seen.master !== before.leader || seen.process === 'gone'),
    )
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-running' })
    await setLease(1)
    const record = await waitUntil('its record says that it was interrupted', { within: 180_000 }, async () =>
      ((found) => found?.state === 'interrupted' && found)(await control.operations.find(id)),
    )
    expect(record.result).toContain('ended during step 1 of 5')
    expect(record.steps.map(({ id: step, state }) => [step, state])).toEqual([
      ['kill', 'interrupted'],
      ['fence', 'skipped'],
      ['lead', 'skipped'],
      ['jobs', 'skipped'],
      ['recovered', 'skipped'],
    ])
    await control.until('it is over', ({ operation }) => operation === null)

    const takeover = await control.start({ kind: 'fenced-takeover' }).then(
      (begun) => control.ended(begun),
      () => null,
    )
    if (takeover?.state === 'done')
      expect(stepOf(takeover, 'fence').detail).toMatch(/^1 latch and \d+ locks? removed|had ended its session meanwhile/)
    // On a machine that is slow enough the session has ended by then, and there is nothing to take over any more.
    else expect(Date.now() - silentSince, takeover?.result ?? 'refused').toBeGreaterThan(withoutUsMs)
    await control.until('the next one leads', ({ leader: seen }) => seen?.master === before.next && seen.process === 'running')
    await control.until(
      'all jobs run',
      ({ recovery }) => recovery.jobs.length === 2 && recovery.jobs.every(({ state }) => state === 'running'),
    )
    for (const job of lab.jobs) {
      expect(await getJobState(before.next, job)).toBe('RUNNING')
      expect((await getRest<{ counts: { restored: number } }>(before.next, `/jobs/${job}/checkpoints`, 10_000)).counts.restored).toBe(1)
    }
  })
})
