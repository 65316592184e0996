import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renewLease, tryLease } from '@/lib/journal/leases'
import type { Journal } from '@/lib/journal/dialect'
import { JournalError } from '@/lib/journal/errors'
import type { Actor } from '@/lib/model/actor'
import type { OperationRecord, OperationRequest } from '@/lib/model/operation'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { Operations } from './operations'
import { leaseLengthMs, toLeaseName } from './live-operation'
import { createStore } from './store'
import { OperationError, type PlanDraft, type Step, type Verb } from './verb'

const ada: Actor = { kind: 'person', id: 'ada', name: 'Ada', role: 'operator' }
const runner: HostRunner = {
  run: async () => ({ code: 0, stdout: '', stderr: '' }),
  describe: async () => 'x',
  isLocal: async () => true,
  warm: async () => undefined,
  close: async () => undefined,
}

/** No delay of a busy machine ends an operation by its deadline or its lease: a test of those ends them itself. */
const beyondDelaysMs = 600_000

let console: FakeConsole
let place: TestJournals
let journal: Journal
const opened: Operations[] = []

beforeEach(async () => {
  console = aFakeConsole()
  const snapshot = console.findSnapshot('east')!.snapshot
  console.publish({ cluster: { ...snapshot.cluster, control: 'local' } })
  place = aJournalPlace()
  journal = await place.open()
})
afterEach(async () => {
  for (const operations of opened.splice(0)) await operations.close()
  await place.close()
})

/** A verb with these steps. */
function aVerb(steps: (Partial<Step> & { run: Step['run'] })[], over: Partial<PlanDraft> = {}): Verb {
  return {
    kind: 'start-taskmanager',
    plan: async () => ({
      sentence: 'Does it.',
      checks: [],
      deadlineMs: beyondDelaysMs,
      guardsLeader: true,
      verify: async () => 'It is so.',
      ...over,
      steps: steps.map((step, index) => ({ id: `s${index}`, title: `Step ${index}`, host: null, commands: [], ...step })),
    }),
  }
}

function open(verb: Verb, over: { getJournal?: () => Promise<Journal>; sweepMs?: number; own?: HostRunner } = {}): Operations {
  const operations = new Operations({
    console,
    verbs: [verb],
    dataDir: '/tmp',
    environment: {} as NodeJS.ProcessEnv,
    log: pino({ level: 'silent' }),
    getJournal: over.getJournal ?? (async () => journal),
    sweepMs: over.sweepMs,
    leaseMs: beyondDelaysMs,
    createRunner: async () => over.own ?? runner,
  })
  opened.push(operations)
  return operations
}

const leaderId = () => console.findSnapshot('east')!.snapshot.leader!.leaderSessionId
const asked = (over: Partial<OperationRequest> = {}, actor = ada) => ({
  clusterId: 'east',
  actor,
  from: '10.0.0.9',
  request: { kind: 'start-taskmanager' as const, target: null, confirm: 'east', expectedLeaderSessionId: leaderId(), ...over },
})
const audit = () => journal.db.selectFrom('audit').select(['action', 'result', 'from_address', 'detail']).orderBy('seq').execute()

async function end(operations: Operations, id: string): Promise<OperationRecord> {
  await vi.waitFor(async () => expect((await operations.find(id))?.state).not.toBe('running'), { timeout: 60_000, interval: 10 })
  return (await operations.find(id))!
}
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

it('A request sent to two consoles of one database under one key runs once, and both return the same operation', async () => {
  let ran = 0
  const verb = aVerb([{ run: async () => (ran++, null) }])
  const consoles = [open(verb), open(verb)]
  const once = { key: 'k', content: 'c' }
  const records = await Promise.all([...consoles, ...consoles].map((operations) => operations.start({ ...asked(), once })))
  expect(new Set(records.map(({ id }) => id)).size).toBe(1)
  await vi.waitFor(async () => expect((await consoles[0]!.find(records[0]!.id))?.state).toBe('done'), { timeout: 60_000, interval: 10 })
  expect([ran, (await consoles[1]!.start({ ...asked(), once })).id, ran]).toEqual([1, records[0]!.id, 1])
  await expect(consoles[1]!.start({ ...asked(), once: { ...once, content: 'other' } })).rejects.toMatchObject({ code: 'key-used' })
})

describe('the life of an operation', () => {
  it('An operation is recorded before each step, runs its steps in order, verifies them and updates the picture', async () => {
    const seen: unknown[] = []
    const look = async () => {
      const [row] = await createStore(journal).running()
      seen.push([row?.step, row?.steps.map(({ state }) => state), console.findSnapshot('east')!.snapshot.operation?.step])
    }
    const operations = open(
      aVerb([
        { run: async (step) => (step.say('\u001b[31mhello\u001b[0m\u0007\n'), await look(), 'first') },
        { run: async () => (await look(), null) },
      ]),
    )
    const { id } = await operations.start(asked({ reason: 'because' }))
    expect(await end(operations, id)).toMatchObject({
      state: 'done',
      result: 'It is so.',
      reason: 'because',
      steps: [{ state: 'done', output: 'hello\n', detail: 'first' }, { state: 'done' }],
    })
    expect(seen).toEqual([
      [0, ['running', 'waiting'], 'Step 0'],
      [1, ['done', 'running'], 'Step 1'],
    ])
    expect(console.findSnapshot('east')!.snapshot.operation).toBeNull()
    expect(await audit()).toMatchObject([
      { action: 'operation.start-taskmanager', result: 'started', from_address: '10.0.0.9' },
      { result: 'done' },
    ])
    expect((await operations.list({ limit: 5 })).map((record) => record.id)).toEqual([id])
  })

  it('A failed operation says why and runs no further step', async () => {
    const second = vi.fn()
    for (const [error, result] of [
      [new OperationError('command-failed', 'It broke.'), 'It broke.'],
      [new HostError('unreachable', 'jm1', 'ssh failed.'), 'ssh failed.'],
      [new Error('secret'), expect.stringContaining('log on the server')],
    ] as const) {
      const operations = open(aVerb([{ run: () => Promise.reject(error) }, { run: second }]))
      const { id } = await operations.start(asked())
      expect(await end(operations, id)).toMatchObject({ state: 'failed', result, steps: [{ state: 'failed' }, { state: 'skipped' }] })
    }
    expect(second).not.toHaveBeenCalled()
  })

  it('A refused operation lists every refusal, and each refusal is audited', async () => {
    const run = vi.fn()
    const refusing = open(
      aVerb([{ run }], {
        checks: [
          { code: 'a', level: 'warning', text: 'Careful.' },
          { code: 'b', level: 'refusal', text: 'No.', override: 'yes, really' },
        ],
      }),
    )
    await expect(refusing.start(asked())).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('“yes, really”'),
      detail: { checks: [{ code: 'b' }, { code: 'a' }] },
    })
    await expect(refusing.start(asked({ override: 'yes' }))).rejects.toMatchObject({ code: 'operation-refused' })
    const operations = open(aVerb([{ run }]))
    await expect(operations.start(asked({ confirm: 'West' }))).rejects.toMatchObject({ code: 'confirmation-needed' })
    await expect(operations.start(asked({ expectedLeaderSessionId: 'other' }))).rejects.toMatchObject({ code: 'leader-changed' })
    await expect(operations.start(asked({ expectedLeaderSessionId: undefined }))).rejects.toMatchObject({ code: 'bad-request' })
    await expect(operations.start({ ...asked(), clusterId: 'west' })).rejects.toMatchObject({ code: 'cluster-not-found' })
    await expect(operations.start(asked({ kind: 'stop-cluster' }))).rejects.toMatchObject({ code: 'bad-request' })
    await expect(operations.start(asked({}, { ...ada, role: 'viewer' }))).rejects.toMatchObject({ code: 'operation-refused' })
    expect(run).not.toHaveBeenCalled()
    expect((await audit()).map(({ result }) => result)).toEqual(Array(8).fill('refused'))
    const { id } = await refusing.start(asked({ override: 'yes, really' }))
    expect((await end(refusing, id)).state).toBe('done')
  })

  it('An operation whose leader changed before its first step does nothing', async () => {
    const run = vi.fn()
    const operations = open(aVerb([{ run }]))
    const store = createStore(journal)
    const starting = operations.start(asked())
    await vi.waitFor(async () => expect(await store.running()).toHaveLength(1), { interval: 1, timeout: 60_000 })
    console.publish({ leader: { ...console.findSnapshot('east')!.snapshot.leader!, leaderSessionId: 'another' } })
    const { id } = await starting
    expect(await end(operations, id)).toMatchObject({ state: 'refused', steps: [{ state: 'skipped' }] })
    expect(run).not.toHaveBeenCalled()
  })

  it('An operation holds its cluster exclusively across all replicas', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    const operations = open(aVerb([{ run: async () => (await gate, null) }]))
    const replica = open(aVerb([{ run: async () => null }]), { sweepMs: 20 })
    const { id } = await operations.start(asked())
    console.publish({ operation: null })
    await expect(replica.start(asked())).rejects.toMatchObject({ code: 'operation-running' })
    expect((await replica.find(id))?.state).toBe('running')
    release()
    await end(operations, id)
    await vi.waitFor(async () => expect(console.findSnapshot('east')!.snapshot.operation).toBeNull(), 60_000)
    expect((await end(replica, (await replica.start(asked())).id)).state).toBe('done')
  })

  it('An operation is aborted from its own console or a replica, which also ends a pending host command', async () => {
    const own: HostRunner = {
      ...runner,
      run: (host, _argv, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new HostError('aborted', host, 'given up')))),
    }
    const second = vi.fn()
    const operations = open(aVerb([{ run: async (step) => (await step.run('localhost', ['x'])).stdout }, { run: second }]), { own })
    const replica = open(aVerb([]))
    for (const by of [operations, replica]) {
      const { id } = await operations.start(asked())
      await vi.waitFor(async () => expect((await operations.find(id))?.step).toBe(0), 60_000)
      await by.abort(id, { actor: { ...ada, name: 'Bo' }, from: null })
      expect(await end(operations, id)).toMatchObject({
        state: 'aborted',
        abortedBy: 'Bo',
        result: expect.stringContaining('Bo ended it'),
        steps: [{ state: 'aborted' }, { state: 'skipped' }],
      })
    }
    expect(second).not.toHaveBeenCalled()
    expect(await operations.abort('nothing', { actor: ada, from: null })).toBeNull()
  })

  it('An operation that finished before an abort reached it is reported as done to followers and in the database', async () => {
    let id = ''
    const operations = open(
      aVerb([
        {
          run: async (step) => {
            id = step.id
            await operations.abort(id, { actor: { ...ada, name: 'Bo' }, from: null })
            return null
          },
        },
      ]),
    )
    const followed = new Promise<OperationRecord>((resolve) => {
      void operations.start(asked()).then((begun) => operations.follow(begun.id, (now) => now.state !== 'running' && resolve(now)))
    })
    expect(await followed).toMatchObject({ state: 'done', abortedBy: null })
    expect(await operations.find(id)).toEqual(await followed)
  })

  it('An operation ends at its deadline and when the cluster’s lease is lost', async () => {
    const slow = open(aVerb([{ run: (step) => untilAborted(step.signal) }], { deadlineMs: 60 }))
    expect(await end(slow, (await slow.start(asked())).id)).toMatchObject({
      state: 'aborted',
      result: expect.stringContaining('not done within'),
    })
    const operations = open(aVerb([{ run: (step) => untilAborted(step.signal) }]))
    const { id } = await operations.start(asked())
    await journal.db.updateTable('leases').set({ holder: 'somebody else' }).execute()
    expect(await end(operations, id)).toMatchObject({ state: 'aborted', result: expect.stringContaining('lost its hold') })
  })

  it('The emergency stop ends an operation and forbids new ones until it is lifted', async () => {
    const operations = open(aVerb([{ run: (step) => untilAborted(step.signal) }]))
    const replica = open(aVerb([]))
    const { id } = await operations.start(asked())
    await replica.raiseEmergencyStop({ actor: ada, from: null }, 'smoke')
    expect(await end(operations, id)).toMatchObject({ state: 'aborted', result: expect.stringContaining('emergency stop') })
    await expect(operations.start(asked())).rejects.toMatchObject({ code: 'emergency-stop', message: expect.stringContaining('smoke') })
    expect(await operations.findEmergencyStop()).toMatchObject({ by: 'Ada', reason: 'smoke' })
    await operations.liftEmergencyStop({ actor: ada, from: null }, null)
    expect(await operations.findEmergencyStop()).toBeNull()
  })

  it('An operation that cannot be recorded is not started', async () => {
    const run = vi.fn()
    const operations = open(aVerb([{ run }]), { getJournal: () => Promise.reject(new JournalError('folder-unusable', 'No folder.')) })
    await expect(operations.start(asked())).rejects.toMatchObject({ code: 'not-recorded', message: expect.stringContaining('No folder.') })
    expect(run).not.toHaveBeenCalled()
  })

  it('An operation of a dead console is reported as interrupted when its lease expires and is never continued', async () => {
    const gone = open(aVerb([{ run: (step) => untilAborted(step.signal) }]))
    const { id } = await gone.start(asked())
    await vi.waitFor(async () => expect((await gone.find(id))?.step).toBe(0), 60_000)
    const row = await journal.db.selectFrom('operations').selectAll().executeTakeFirstOrThrow()
    await gone.close()
    // As kill -9 leaves it: the row says running, the lease runs out.
    await journal.db.updateTable('operations').set({ state: 'running', record: row.record, ended_at: null }).execute()
    await tryLease(journal, toLeaseName('east'), id, beyondDelaysMs)
    const run = vi.fn()
    const next = open(aVerb([{ run }]), { sweepMs: 50 })
    await expect(next.start(asked())).rejects.toMatchObject({ code: 'operation-running' })
    expect((await next.find(id))?.state).toBe('running')
    await journal.db.updateTable('leases').set({ expires_at: 0 }).execute()
    expect(await end(next, id)).toMatchObject({
      state: 'interrupted',
      result: expect.stringMatching(/during step 1 of 1, “Step 0”.*Nothing was continued/),
      steps: [{ state: 'interrupted' }],
    })
    expect(run).not.toHaveBeenCalled()
    expect((await audit()).at(-1)).toMatchObject({ result: 'failed', detail: expect.stringContaining('interrupted') })
    expect(leaseLengthMs).toBeLessThanOrEqual(15_000)
    expect(await renewLease(journal, toLeaseName('east'), id, 1)).toBe(false)
  })

  it('The next sweep waits for one that takes longer than its interval', async () => {
    let asks = 0
    let answer = () => {}
    const slow = new Promise<Journal>((resolve) => (answer = () => resolve(journal)))
    open(aVerb([]), { sweepMs: 5, getJournal: () => (asks++, slow) })
    await sleep(200)
    expect(asks).toBe(1)
    answer()
    await vi.waitFor(() => expect(asks).toBeGreaterThan(2), 60_000)
  })

  it('An interrupted operation ends in the database, audit and picture together, and a failed write is repeated by the next sweep', async () => {
    const gone = open(aVerb([{ run: (step) => untilAborted(step.signal) }]))
    const { id } = await gone.start(asked())
    await vi.waitFor(async () => expect((await gone.find(id))?.step).toBe(0), 60_000)
    const row = await journal.db.selectFrom('operations').selectAll().executeTakeFirstOrThrow()
    await gone.close()
    await journal.db.updateTable('operations').set({ state: 'running', record: row.record, ended_at: null }).execute()
    await tryLease(journal, toLeaseName('east'), id, beyondDelaysMs)
    let asks = 0
    const db = new Proxy(journal.db, {
      get(target, name) {
        if (name === 'transaction' && ++asks <= 3) throw new Error('the disk is full')
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const next = open(aVerb([]), { sweepMs: 20, getJournal: async () => ({ ...journal, db }) })
    await vi.waitFor(() => expect(console.findSnapshot('east')!.snapshot.operation?.id).toBe(id), 60_000)
    await journal.db.deleteFrom('leases').execute()
    await vi.waitFor(async () => {
      expect((await next.find(id))?.state).toBe('interrupted')
      expect(console.findSnapshot('east')!.snapshot.operation).toBeNull()
    }, 60_000)
    expect(asks).toBe(4)
    expect((await audit()).filter(({ detail }) => detail?.includes('interrupted'))).toMatchObject([{ result: 'failed' }])
  })
})

describe('waiting for the snapshot', () => {
  it('A step that waits for the snapshot ends as soon as the snapshot shows it, or says what was missing', async () => {
    const verb = (withinMs: number) =>
      aVerb([
        {
          run: async (step) =>
            `${(await step.waitUntil(({ taskManagers }) => (taskManagers.total === 7 ? null : `${taskManagers.total} counted`), { withinMs })).taskManagers.total}`,
        },
      ])
    const slow = open(verb(50))
    expect(await end(slow, (await slow.start(asked())).id)).toMatchObject({
      state: 'failed',
      result: expect.stringMatching(/^Not seen within 50 ms: \d+ counted\.$/),
    })
    const before = console.findSnapshot('east')!.snapshot.sources
    console.publish({ sources: { ...before, zookeeper: { ...before.zookeeper, state: 'stale' } } })
    expect(await end(slow, (await slow.start(asked())).id)).toMatchObject({
      result: expect.stringMatching(/^Not seen within 50 ms: \d+ counted, as far as is known: ZooKeeper is not heard now\.$/),
    })
    console.publish({ sources: before })
    const operations = open(verb(5_000))
    const { id } = await operations.start(asked())
    await vi.waitFor(async () => expect((await operations.find(id))?.step).toBe(0), 60_000)
    console.publish({ taskManagers: { ...console.findSnapshot('east')!.snapshot.taskManagers, total: 7 } })
    expect(await end(operations, id)).toMatchObject({ state: 'done', steps: [{ detail: '7' }] })
    expect(console.open()).toBe(0)
  })
})
