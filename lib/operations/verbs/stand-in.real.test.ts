import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import type { OperationRecord } from '@/lib/model/operation'
import { aHiddenRunner, findHiddenObstacle } from '@/lib/testing/a-hidden-runner'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { readElection } from '@/lib/takeover/election/read-election'
import { createRunnerFor } from '../run/cluster-hosts'
import { hasStandby } from '@/lib/model/standby'
import { application, startStandIns, type StandIns } from '../testing/stand-in/start-stand-ins'
import { startControl, type Control } from '../testing/start-control'
import { withGate, type Gate } from '../testing/with-gate'
import { verbs } from './all'

const hiddenObstacle = findHiddenObstacle()
if (hiddenObstacle) console.warn(`\nSKIPPED: operations where processes are hidden. ${hiddenObstacle}\n`)

let ensemble: RealZooKeeper
let standIns: StandIns
let control: Control
/** Called in the middle of an operation. */
let atMoment: Gate | null = null
/** The hosts of `hidden` show their processes to root only. */
let hides = false
beforeAll(async () => {
  // Longer than the test: no standby leads because a session ended.
  const sessionTimeoutMs = 1_800_000
  ensemble = await startZooKeeper({ members: 1, config: [`maxSessionTimeout=${sessionTimeoutMs}`] })
  standIns = await startStandIns({
    servers: ensemble.connectString,
    sessionTimeoutMs,
    clusters: {
      stops: { masters: 2, halts: true },
      restarts: { masters: 2, halts: true },
      rolls: { masters: 2, halts: true },
      lame: { masters: 3, halts: true },
      alone: 1,
      application: { masters: 2, mainClass: application },
      kept: 2,
      'kept-restart': 2,
      hidden: 2,
      frozen: 2,
      spoiled: 2,
    },
  })
  control = await startControl({
    env: { UNDERSTUDY_CONFIG: standIns.configFile },
    verbs: withGate(verbs, (id, moment) => atMoment?.(id, moment)),
    async createRunner(settings, configuration) {
      const real = await createRunnerFor(settings, configuration, { dataDir: control.dataDir, environment: process.env })
      return settings.id === 'hidden' ? { ...real, run: (...call) => (hides ? aHiddenRunner(real) : real).run(...call) } : real
    },
  })
})
afterAll(async () => {
  await control?.close()
  await standIns?.close()
  await ensemble?.close()
})

async function ended(id: string, request: Parameters<Control['start']>[0]): Promise<OperationRecord> {
  const hand = control.of(id)
  return hand.ended(await hand.start(request))
}
const refusalOf = (id: string, request: Parameters<Control['start']>[0]) =>
  control
    .of(id)
    .start(request)
    .then(
      () => 'begun',
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    )
/** Removes a latch by hand, while its session lives. */
async function removeLatch(id: string, at: number): Promise<void> {
  const client = createZooKeeperClient({ servers: ensemble.connectString })
  try {
    const { latches } = await readElection({ client, root: `/${id}/default`, names: {} }, { withLocks: false })
    await client.multi([{ kind: 'delete', path: latches[at]!.path, version: -1 }])
  } finally {
    await client.close()
  }
}
const detailOf = (record: OperationRecord, prefix: string) => record.steps.find(({ id }) => id.startsWith(prefix))?.detail

describe('a stopped leader that leaves its latch behind', () => {
  it.each([
    ['stops', 'stop-jobmanager', 'out'],
    ['restarts', 'restart-jobmanager', 'in line again'],
    ['rolls', 'rolling-restart-jobmanagers', 'in line again'],
  ] as const)('In the cluster “%s”, the operation %s proves the stopped leader dead and removes its latch', async (id, kind, then) => {
    const {
      masters: [a = '', b = ''],
      look,
    } = standIns.of(id)
    await control.of(id).untilAllIdentified(2)
    const record = await ended(id, { kind, ...(kind !== 'rolling-restart-jobmanagers' && { target: a }) })
    expect(record, `${record.result} ${JSON.stringify(record.steps.map(({ id: step, detail }) => [step, detail]))}`).toMatchObject({
      state: 'done',
    })
    expect(detailOf(record, 'left-')).toMatch(
      new RegExp(
        `${a} ended without leaving the election. It is proven dead, and its latch and 0 locks were removed, so that ${b} leads at once.`,
      ),
    )
    await waitUntil('the next one leads', { within: 180_000, every: 50 }, async () => (await look()).leads === b)
    expect((await look()).processes[a]).toBe(then === 'out' ? 'none' : 'running')
  })

  it('A stop of the leader removes nothing while the next in line is frozen, says so and continues', async () => {
    const {
      masters: [a = '', b = ''],
      freeze,
      resume,
      look,
    } = standIns.of('lame')
    await control.of('lame').untilAllIdentified(3)
    atMoment = (_, { step, when }) => (step === `left-${a}` && when === 'before' ? freeze(b) : undefined)
    const record = await ended('lame', { kind: 'stop-jobmanager', target: a })
    atMoment = null
    expect(detailOf(record, 'left-')).toMatch(
      new RegExp(
        `${a} ended without leaving the election, and its place could not be removed: ${b} is next in line and frozen.*It ends with its session.`,
      ),
    )
    expect((await look()).line[0]).toBe(a)
    resume(b)
    await control
      .of('lame')
      .until('it is well again', ({ jobManagers }) => jobManagers.find(({ master }) => master === b)?.processState === 'running')
    expect(await ended('lame', { kind: 'fenced-takeover' })).toMatchObject({ state: 'done' })
  })
})

describe('a supervisor that restarts a JobManager at once', () => {
  /** Starts it before the console does, as a unit of systemd does. */
  function supervise(id: string, step: string): string {
    const {
      masters: [a = ''],
      start,
      find,
    } = standIns.of(id)
    atMoment = async (_, moment) => {
      if (moment.step !== step || moment.when !== 'before') return
      await start(a)
      await waitUntil('the supervisor has started it', { within: 180_000, every: 20 }, () => find(a) !== null)
    }
    return a
  }
  const startsOf = (id: string, master: string) =>
    readFileSync(`${standIns.of(id).confDir}/stand-in-${master.split(':')[1]}.starts`, 'utf8').length

  it('A hand-over starts no second JobManager beside the one that a supervisor restarted', async () => {
    await control.of('kept').untilAllIdentified(2)
    const a = supervise('kept', 'restart')
    const before = startsOf('kept', a)
    const record = await ended('kept', { kind: 'hand-over' })
    atMoment = null
    expect(record, `${record.result} ${JSON.stringify(record.steps.map(({ id, detail }) => [id, detail]))}`).toMatchObject({
      state: 'done',
    })
    expect(record.steps.find(({ id }) => id === 'restart')?.output).toContain(
      'something else started it again, so Flink’s script was not run',
    )
    expect(startsOf('kept', a) - before).toBe(1)
  })

  it('A restart starts no second JobManager beside the one that a supervisor restarted', async () => {
    await control.of('kept-restart').untilAllIdentified(2)
    const a = supervise('kept-restart', `start-${standIns.of('kept-restart').masters[0]}`)
    const before = startsOf('kept-restart', a)
    const record = await ended('kept-restart', { kind: 'restart-jobmanager', target: a })
    atMoment = null
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(detailOf(record, 'start-')).toContain('something else started it again')
    expect(startsOf('kept-restart', a) - before).toBe(1)
  })
})

describe.runIf(!hiddenObstacle)('a host that hides its processes from this console', () => {
  it('On a host that hides its processes, nothing is started and no process is said not to run', async () => {
    const {
      masters: [a = '', b = ''],
      look,
    } = standIns.of('hidden')
    await control.of('hidden').untilAllIdentified(2)
    hides = true
    const blind = 'This console cannot see all processes on localhost as nobody (hidepid)'
    const start = await refusalOf('hidden', { kind: 'start-cluster' })
    for (const text of [
      'operation-refused: Nothing is proven missing.',
      `${a} runs: it answers on its port and is leader.`,
      `${b} runs: it answers on its port and is standby.`,
      `${blind}, so no TaskManager there is called missing.`,
    ])
      expect(start).toContain(text)
    expect(await refusalOf('hidden', { kind: 'start-jobmanager', target: b })).toContain(`${b} runs already`)
    expect(await refusalOf('hidden', { kind: 'start-taskmanager', target: 'localhost' })).toContain(
      `${blind}, so no TaskManager there is called missing. Whether one runs there is not known. None is started.`,
    )
    for (const kind of ['stop-jobmanager', 'restart-jobmanager'] as const)
      expect(await refusalOf('hidden', { kind, target: b })).toContain(
        `${blind}, so whether ${b} runs there is not known. Nothing is stopped.`,
      )
    expect(await refusalOf('hidden', { kind: 'stop-taskmanager', target: 'localhost' })).toContain(
      `${blind}, so whether a TaskManager of this cluster runs there is not known.`,
    )
    expect(await refusalOf('hidden', { kind: 'stop-cluster' })).toContain(blind)
    hides = false
    expect((await look()).processes).toEqual({ [a]: 'running', [b]: 'running' })
  })
})

describe('a frozen JobManager', () => {
  it('A frozen JobManager is continued and keeps its place in line, and one that is not frozen is refused', async () => {
    const {
      masters: [a = '', b = ''],
      freeze,
      look,
    } = standIns.of('frozen')
    const hand = control.of('frozen')
    await hand.untilAllIdentified(2)
    const { line } = await look()
    expect(await refusalOf('frozen', { kind: 'continue-jobmanager', target: b })).toBe(`operation-refused: ${b} is not frozen.`)
    freeze(b)
    await hand.until('it is seen frozen', ({ jobManagers }) => jobManagers.find(({ master }) => master === b)?.processState === 'frozen')
    const pid = /pid (\d+)/.exec((await hand.plan({ kind: 'continue-jobmanager', target: b })).sentence)?.[1]
    const record = await ended('frozen', { kind: 'continue-jobmanager', target: b })
    expect(record, record.result ?? '').toMatchObject({
      state: 'done',
      steps: [
        { state: 'done', detail: `SIGCONT was sent to ${b} (pid ${pid}).` },
        { state: 'done', detail: `${b} stands by, place 1 in line.` },
      ],
    })
    expect(await look()).toMatchObject({ processes: { [a]: 'running', [b]: 'running' }, line, leads: a })
  })

  it('A frozen JobManager without a latch is not continued, because it would lead beside the present leader', async () => {
    const {
      masters: [, b = ''],
      freeze,
      resume,
    } = standIns.of('frozen')
    const hand = control.of('frozen')
    freeze(b)
    await hand.until('it is seen frozen', ({ jobManagers }) => jobManagers.find(({ master }) => master === b)?.processState === 'frozen')
    await removeLatch('frozen', 1)
    await hand.until('it is out of line', ({ jobManagers }) => jobManagers.find(({ master }) => master === b)?.inLine === null)
    expect(await refusalOf('frozen', { kind: 'continue-jobmanager', target: b })).toMatch(
      /no latch any more: its session ended, or the latch was removed. Restart it instead/,
    )
    resume(b)
  })
})

describe('refused takeovers', () => {
  it('A takeover is refused when no standby is in line, whether the leader lives or not', async () => {
    const {
      masters: [a = ''],
      kill,
      look,
    } = standIns.of('alone')
    await control.of('alone').untilAllIdentified(1)
    expect(await refusalOf('alone', { kind: 'hand-over' })).toContain('operation-refused: No standby is in line')
    await kill(a)
    await control.of('alone').until('its death is seen', ({ leader }) => leader?.process === 'gone')
    expect(await refusalOf('alone', { kind: 'fenced-takeover' })).toContain('operation-refused: No standby is in line')
    expect((await look()).line).toEqual([a])
  })

  it.each(['stop-jobmanager', 'restart-jobmanager'] as const)(
    'The operation %s on the leader is refused when a stray znode in the election would keep every standby from leading',
    async (kind) => {
      const {
        masters: [a = '', b = ''],
        look,
      } = standIns.of('spoiled')
      await control.of('spoiled').untilAllIdentified(2)
      const client = createZooKeeperClient({ servers: ensemble.connectString })
      const stray = '/spoiled/default/leader/latch/made-by-hand'
      await client.create(stray, Buffer.alloc(0))
      const record = await ended('spoiled', { kind, target: a })
      expect(record).toMatchObject({
        state: 'refused',
        result: expect.stringMatching(/"made-by-hand" stands in the election.* Nothing was stopped\.$/) as string,
      })
      expect(await refusalOf('spoiled', { kind: 'hand-over' })).toContain('made-by-hand')
      await client.multi([{ kind: 'delete', path: stray, version: -1 }])
      await client.close()
      expect((await look()).processes).toEqual({ [a]: 'running', [b]: 'running' })
    },
  )

  it('An application cluster is neither handed over nor fenced', async () => {
    const {
      masters: [a = '', b = ''],
      kill,
      look,
    } = standIns.of('application')
    await control.of('application').untilAllIdentified(2)
    expect(await refusalOf('application', { kind: 'hand-over' })).toContain(
      'operation-refused: The leader does not run as a session cluster',
    )
    await kill(a)
    // A standby that answers late on a busy machine is in no line for a moment.
    await control.of('application').until('its death is seen', (snapshot) => snapshot.leader?.process === 'gone' && hasStandby(snapshot))
    expect(await refusalOf('application', { kind: 'fenced-takeover' })).toContain(
      'operation-refused: The leader does not run as a session cluster',
    )
    expect((await look()).line).toEqual([a, b])
  })
})
