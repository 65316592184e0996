import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import { OperationRefused } from '@/lib/model/operation-refused'
import type { Journal } from '@/lib/journal/dialect'
import { tryLease } from '@/lib/journal/leases'
import { openJournal } from '@/lib/journal/open'
import { anIdentity } from '@/lib/testing/fencing/a-world'
import type { ProcessIdentity } from '../decide/process-look'
import type { OperationRecord, Plan } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { aMoment, aSnapshot, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { startAutopilot } from './autopilot'
import { acknowledgeRuns, beginRun, closeRuns, readRuns, saveSettings, toExitLease, toRunResult } from './autopilot-store'

vi.mock('../election/read-election', () => ({ readElection: async () => reading }))

const [session, leaderSessionId] = ['0x1000015a68a0000', 'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9']
const aReadingOf = (owner: string) => ({
  at: 1,
  isFresh: true,
  layout: 'process',
  strays: [],
  locks: [],
  latches: [{ path: '/l', owner, version: 0, czxid: '0x1', sequence: 1 }],
  leaders: (['dispatcher', 'resource-manager', 'rest-server'] as const).map((component) => ({
    component,
    owner,
    version: 0,
    czxid: '0x1',
    mzxid: '0x1',
    path: '/p',
    address: 'a',
    leaderSessionId: owner === session ? leaderSessionId : 'another',
  })),
})
let reading = aReadingOf(session)
let folder: string
let journal: Journal

beforeEach(async () => {
  reading = aReadingOf(session)
  folder = mkdtempSync(join(tmpdir(), 'understudy-autopilot-'))
  journal = await openJournal({ dataDir: folder, databaseUrl: null })
  await saveSettings(journal, 'east', { isOn: true, againAfterMs: 3_600_000, by: 'Olga' })
})
afterEach(async () => {
  await journal.close()
  rmSync(folder, { recursive: true, force: true })
})

const { aLeader } = aSnapshotAt(aMoment)
const operable = (over: Partial<ClusterSnapshot> = {}) => aSnapshot({ cluster: { ...aSnapshot().cluster, control: 'ssh' }, ...over })
const ended = (over: Partial<OperationRecord> = {}) =>
  ({
    id: 'o1',
    state: 'done',
    result: 'jm2:8081 leads.',
    kind: 'fenced-takeover',
    by: { kind: 'system', id: 'autopilot', name: 'Autopilot' },
    endedAt: null,
    ...over,
  }) as OperationRecord

function aPilot(
  over: {
    start?: () => Promise<OperationRecord>
    ended?: () => OperationRecord
    /** Whether the plan is refused. */
    isRefused?: () => boolean
    last?: OperationRecord
    list?: () => OperationRecord[]
    holder?: string
  } = {},
) {
  const console = aFakeConsole()
  const started: unknown[] = []
  let exit = () => {}
  let follows = 0
  const context: Parameters<typeof startAutopilot>[0] = {
    clusterId: 'east',
    console,
    holder: over.holder ?? 'console-1',
    log: pino({ level: 'silent' }),
    getJournal: async () => journal,
    getPlace: async () => ({ client: {} as never, root: '/flink/default', names: {} }),
    tracker: {
      identities: new Map([
        [session, { zkSessionId: session, master: 'jm1:8081', proof: 'logged-connection' as const, identity: anIdentity(1) }],
      ]),
      readiness: () => null,
      refresh: () => undefined,
    },
    watch: {
      isWatching: true,
      forget: () => {
        exit = () => {}
      },
      follow: (_: ProcessIdentity, onExit: () => void) => {
        follows++
        exit = onExit
      },
    },
    operations: {
      plan: async () => ({ checks: over.isRefused?.() ? [{ code: 'leader-alive', level: 'refusal', text: '' }] : [] }) as unknown as Plan,
      start: async (asked) => {
        started.push(asked)
        return (over.start ?? (async () => ended()))()
      },
      follow: (_, listener) => {
        queueMicrotask(() => listener((over.ended ?? ended)()))
        return () => undefined
      },
      list: async () => over.list?.() ?? (over.last ? [over.last] : []),
      findEmergencyStop: async () => null,
    },
  }
  const autopilot = startAutopilot(context)
  console.publish(operable())
  return { autopilot, console, started, exit: () => exit(), follows: () => follows }
}
const runs = () => readRuns(journal, 'east')
const untilRuns = (count: number) =>
  waitUntil('a run is reported', { within: 60_000, every: 10 }, async () => ((all) => all.length >= count && all)(await runs()))
const untilEnded = (count: number) =>
  waitUntil('a run has ended', { within: 60_000, every: 10 }, async () =>
    ((all) => all.length >= count && all[0]!.result !== 'running' && all)(await runs()),
  )
const rest = () => sleep(150)

describe('the autopilot after an unexpected exit of the leader', () => {
  const exitOf = (leader: string) => {
    reading = { ...aReadingOf(session), leaders: aReadingOf(session).leaders.map((one) => ({ ...one, leaderSessionId: leader })) }
    const pilot = aPilot()
    pilot.console.publish(operable({ leader: aLeader({ leaderSessionId: leader }) }))
    pilot.autopilot.look(true)
    pilot.exit()
    return pilot
  }

  it('The autopilot requests a fenced takeover of exactly the exited leader and reports its run', async () => {
    const pilot = aPilot()
    pilot.autopilot.look(true)
    pilot.exit()
    expect(await untilEnded(1)).toMatchObject([
      { master: 'jm1:8081', result: 'done', text: 'jm2:8081 leads.', operationId: 'o1', acknowledgedAt: null },
    ])
    expect(pilot.started).toMatchObject([
      {
        clusterId: 'east',
        actor: { kind: 'system', role: 'operator' },
        request: { kind: 'fenced-takeover', expectedLeaderSessionId: leaderSessionId, confirm: 'east' },
      },
    ])
  })

  it('The autopilot acts once when the exit is also seen through the broken connection', async () => {
    const pilot = aPilot()
    pilot.autopilot.look(true)
    pilot.console.publish(operable({ leader: aLeader({ process: 'gone' }) }))
    pilot.exit()
    await untilRuns(1)
    await rest()
    expect(pilot.started).toHaveLength(1)
  })

  it('A run is recorded before anything is done, and the run of a dead console ends with its operation’s result', async () => {
    const pilot = aPilot({ start: () => new Promise(() => undefined) })
    pilot.autopilot.look(true)
    pilot.exit()
    expect(await untilRuns(1)).toMatchObject([{ result: 'running', operationId: null }])
    exitOf('second')
    expect((await untilRuns(2))[0]).toMatchObject({ result: 'held-back' })
    await journal.db.deleteFrom('autopilot_runs').where('result', '=', 'held-back').execute()
    await acknowledgeRuns(journal, 'east', 'Olga')
    expect(await runs()).toMatchObject([{ result: 'running', acknowledgedAt: null }])
    await closeRuns(journal, async () => null)
    expect(await runs()).toMatchObject([{ result: 'running' }])
    await journal.db.deleteFrom('leases').execute()
    await closeRuns(journal, async () => null, Date.now() + 61_000)
    expect(await runs()).toMatchObject([{ result: 'failed', text: expect.stringContaining('nothing was done') as string }])
    await journal.db.updateTable('autopilot_runs').set({ result: 'running', operation_id: 'o9' }).execute()
    await closeRuns(journal, async () => ended({ state: 'running' }))
    expect(await runs()).toMatchObject([{ result: 'running' }])
    await closeRuns(journal, async (id) => ended({ id, state: 'interrupted', result: 'Nothing was continued.' }))
    expect(await runs()).toMatchObject([{ result: 'failed', text: 'Nothing was continued.', operationId: 'o9' }])
  })

  it('A refused takeover is reported with the reason', async () => {
    const pilot = aPilot({
      start: async () => {
        throw new OperationRefused('operation-refused', 'No living standby is in line.')
      },
    })
    pilot.autopilot.look(true)
    pilot.exit()
    await waitUntil('it was asked for', { within: 60_000, every: 10 }, () => pilot.started.length === 1)
    reading = aReadingOf('0x9')
    expect(await untilEnded(1)).toMatchObject([{ result: 'refused', text: 'jm1:8081 exited unexpectedly. No living standby is in line.' }])
  })

  it('The autopilot tries again after a temporary refusal while the dead leader keeps its latch', async () => {
    let tries = 0
    const pilot = aPilot({
      start: async () => {
        if (tries++ === 0) throw new OperationRefused('operation-refused', 'jm2:8081 is next in line and frozen.')
        return ended()
      },
    })
    pilot.autopilot.look(true)
    pilot.exit()
    expect(await untilEnded(1)).toMatchObject([{ result: 'done', operationId: 'o1' }])
    expect(pilot.started).toHaveLength(2)
  })

  it('An operation refused at its start is requested again and does not hold back a later one', async () => {
    const states = ['refused', 'done'] as const
    let turn = 0
    const pilot = aPilot({ ended: () => ended({ state: states[turn++] ?? 'done' }) })
    pilot.autopilot.look(true)
    pilot.exit()
    expect(await untilEnded(1)).toMatchObject([{ result: 'done' }])
    expect(pilot.started).toHaveLength(2)
    expect(toRunResult(ended({ state: 'refused' }))).toBe('refused')
  })

  it('A false alarm is reported as refused, and a later real exit of that leader is acted on', async () => {
    let isDead = false
    const pilot = aPilot({
      isRefused: () => !isDead,
      start: async () => {
        if (!isDead) throw new OperationRefused('operation-refused', 'The leader lives.')
        return ended()
      },
    })
    pilot.autopilot.look(true)
    // A firewall refused its port for a moment.
    pilot.console.publish(operable({ leader: aLeader({ process: 'gone' }) }))
    await waitUntil('it was asked for', { within: 60_000, every: 10 }, () => pilot.started.length === 1)
    pilot.console.publish(operable())
    expect(await untilEnded(1)).toMatchObject([{ result: 'refused', text: 'jm1:8081 exited unexpectedly. The leader lives.' }])
    await waitUntil('it is watched again', { within: 60_000, every: 50 }, () => pilot.follows() === 2)
    isDead = true
    pilot.exit()
    expect((await untilEnded(2))[0]).toMatchObject({ result: 'done' })
  })

  it('After one takeover the autopilot holds back the next until an operator acknowledges the first', async () => {
    exitOf('first')
    await untilEnded(1)
    const second = exitOf('second')
    expect((await untilRuns(2))[0]).toMatchObject({
      result: 'held-back',
      operationId: null,
      text: expect.stringContaining('Nothing was done') as string,
    })
    expect(second.started).toEqual([])
    await acknowledgeRuns(journal, 'east', 'Olga')
    const third = exitOf('third')
    expect((await untilEnded(3))[0]).toMatchObject({ result: 'done' })
    expect(third.started).toHaveLength(1)
  })

  it('Of two consoles on one journal, only one acts on an exit', async () => {
    const pilots = [aPilot({ holder: 'console-1' }), aPilot({ holder: 'console-2' })]
    for (const pilot of pilots) pilot.autopilot.look(true)
    for (const pilot of pilots) pilot.exit()
    await untilRuns(1)
    await rest()
    expect(pilots.flatMap(({ started }) => started)).toHaveLength(1)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['before it wrote anything down', async () => undefined],
    ['while it waited for another operation to end', () => beginRun(journal, 'east', { leaderSessionId, master: 'jm1:8081' })],
  ])('Another console takes over and completes the single run when the acting console dies %s', async (_, leave) => {
    await tryLease(journal, toExitLease('east', leaderSessionId), 'console-1', 600)
    await leave()
    const pilot = aPilot({ holder: 'console-2' })
    pilot.autopilot.look(true)
    pilot.exit()
    await untilEnded(1)
    expect([pilot.started.length, await runs()]).toMatchObject([1, [{ result: 'done', operationId: 'o1' }]])
  })

  it('A console that lost its lease while waiting reports nothing about the other console’s takeover', async () => {
    let last = [ended({ kind: 'restart-taskmanager', state: 'running' })]
    const pilot = aPilot({ list: () => last })
    pilot.autopilot.look(true)
    pilot.exit()
    await untilRuns(1)
    await journal.db.updateTable('leases').set({ holder: 'console-2' }).execute()
    last = []
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect([pilot.started, await runs()]).toMatchObject([[], [{ result: 'running', operationId: null }]])
  })
})

describe('exits without a takeover', () => {
  it.each<[string, Parameters<typeof aPilot>[0], (pilot: ReturnType<typeof aPilot>) => void | Promise<void>]>([
    ['while it is off', {}, (pilot) => pilot.autopilot.look(false)],
    [
      'when another console turned it off meanwhile',
      {},
      () => saveSettings(journal, 'east', { isOn: false, againAfterMs: 60_000, by: 'Otto' }),
    ],
  ])('The autopilot does nothing %s', async (_, over, arrange) => {
    const pilot = aPilot(over)
    pilot.autopilot.look(true)
    await arrange(pilot)
    pilot.exit()
    await rest()
    expect(pilot.started).toEqual([])
    expect(await runs()).toEqual([])
  })

  it('The autopilot does not act on a frozen or silent leader', async () => {
    const pilot = aPilot()
    pilot.autopilot.look(true)
    for (const process of ['frozen', 'unknown'] as const) pilot.console.publish(operable({ leader: aLeader({ process }) }))
    await rest()
    expect(pilot.started).toEqual([])
  })
})

describe('exits that the autopilot holds back', () => {
  const person = { kind: 'person' as const, id: 'u', name: 'Olga' }
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  it.each<[string, Parameters<typeof aPilot>[0], () => void, string]>([
    [
      'an operation that moves JobManagers runs',
      { last: ended({ kind: 'hand-over', by: person, state: 'running', startedAt: at(-60_000) }) },
      () => undefined,
      'it may be the doing of “Hand over the lead”, which runs.',
    ],
    [
      'an operation that moves JobManagers ended a moment ago',
      { list: () => [ended({ kind: 'stop-jobmanager', by: person, startedAt: at(-60_000), endedAt: at(-1_000) })] },
      () => undefined,
      'it may be the doing of “Stop one JobManager”, which ended a moment before.',
    ],
    [
      'the leader left the election by itself',
      {},
      () => void (reading = aReadingOf('0x9')),
      'it led no more, as after a clean stop or the end of its session.',
    ],
  ])('The autopilot holds an exit back and reports the reason when %s', async (_, over, arrange, why) => {
    const pilot = aPilot(over)
    pilot.autopilot.look(true)
    arrange()
    pilot.exit()
    expect(await untilRuns(1)).toMatchObject([
      { master: 'jm1:8081', result: 'held-back', operationId: null, text: `jm1:8081 exited unexpectedly. Nothing was done: ${why}` },
    ])
    expect(pilot.started).toEqual([])
  })

  it('Two consoles report a held-back exit once', async () => {
    const last = ended({ kind: 'hand-over', by: person, state: 'running', startedAt: at(-60_000) })
    const pilots = [aPilot({ holder: 'console-1', last }), aPilot({ holder: 'console-2', last })]
    for (const pilot of pilots) pilot.autopilot.look(true)
    for (const pilot of pilots) pilot.exit()
    await untilRuns(1)
    await rest()
    expect(await runs()).toHaveLength(1)
  })
})

describe('the autopilot while another operation runs', () => {
  const other = ended({
    kind: 'restart-taskmanager',
    state: 'running',
    by: { kind: 'person', id: 'u', name: 'Olga' },
    startedAt: new Date().toISOString(),
  })
  const aBusyPilot = (over: Parameters<typeof aPilot>[0] = {}) => {
    const running = [other]
    const pilot = aPilot({ list: () => running, ...over })
    pilot.autopilot.look(true)
    pilot.exit()
    return { ...pilot, end: () => void running.pop() }
  }

  it('The autopilot waits for a running operation and then acts, and its waiting run stays open', async () => {
    const pilot = aBusyPilot()
    expect(await untilRuns(1)).toMatchObject([{ result: 'running', operationId: null }])
    await closeRuns(journal, async () => null, Date.now() + 600_000)
    expect(await runs()).toMatchObject([{ result: 'running' }])
    expect(pilot.started).toEqual([])
    pilot.end()
    expect(await untilEnded(1)).toMatchObject([{ result: 'done', operationId: 'o1' }])
    expect(pilot.started).toHaveLength(1)
  })

  it('The autopilot also waits for an operation that started between its check and its request', async () => {
    let tries = 0
    const pilot = aPilot({
      start: async () => {
        if (tries++ === 0) throw new OperationRefused('operation-running', 'Another operation is running on this cluster.')
        return ended()
      },
    })
    pilot.autopilot.look(true)
    pilot.exit()
    expect(await untilEnded(1)).toMatchObject([{ result: 'done' }])
    expect(tries).toBe(2)
  })

  it.each<[string, () => unknown]>([
    ['the session of the dead one ends', () => (reading = aReadingOf('0x9'))],
    ['the autopilot is turned off', () => saveSettings(journal, 'east', { isOn: false, againAfterMs: 60_000, by: 'Otto' })],
  ])('The waiting autopilot holds the exit back when %s', async (_, happens) => {
    const pilot = aBusyPilot()
    await untilRuns(1)
    await happens()
    expect(await untilEnded(1)).toMatchObject([
      { result: 'held-back', text: expect.stringContaining('another operation had the cluster') as string },
    ])
    expect(pilot.started).toEqual([])
  })
})
