import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationRequest } from '@/lib/model/operation'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { startStandIns, type StandIns } from '../testing/stand-in/start-stand-ins'
import { anOperator, startControl, type Control } from '../testing/start-control'
import { withGate, type Gate } from '../testing/with-gate'
import { verbs } from './all'

const asked = { actor: anOperator, from: null }
let ensemble: RealZooKeeper
let standIns: StandIns
let control: Control
let atMoment: Gate | null = null
beforeAll(async () => {
  const sessionTimeoutMs = 1_800_000
  ensemble = await startZooKeeper({ members: 1, config: [`maxSessionTimeout=${sessionTimeoutMs}`] })
  standIns = await startStandIns({ servers: ensemble.connectString, sessionTimeoutMs, clusters: { one: 3 } })
  control = await startControl({
    env: { UNDERSTUDY_CONFIG: standIns.configFile },
    verbs: withGate(verbs, (id, moment) => atMoment?.(id, moment)),
  })
  await control.of('one').untilAllIdentified(3)
})
afterAll(async () => {
  await control?.close()
  await standIns?.close()
  await ensemble?.close()
})

type Wish = Partial<OperationRequest> & Pick<OperationRequest, 'kind'>
const [a, b, c] = ['a', 'b', 'c']
const toReal = (wish: Wish): Wish => ({ ...wish, ...(wish.target && { target: standIns.of('one').masters['abc'.indexOf(wish.target)] }) })
const look = async () => {
  const seen = await standIns.of('one').look()
  return { ...seen, pids: standIns.of('one').masters.map((master) => standIns.of('one').find(master)?.pid ?? null) }
}

/** Ends the operation as a step begins. */
async function endAt(wish: Wish, at: number, how: 'abort' | 'emergency stop') {
  let id = ''
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  let steps = 0
  atMoment = async (_, { when }) => {
    if (when !== 'before' || steps++ !== at) return
    await begun
    if (how === 'abort') await control.operations.abort(id, asked)
    else await control.operations.raiseEmergencyStop(asked, 'a test')
  }
  const record = await control.of('one').start(toReal(wish))
  id = record.id
  begin()
  const ended = await control.of('one').ended(record)
  atMoment = null
  if (how === 'emergency stop') {
    await expect(control.of('one').start(toReal(wish))).rejects.toMatchObject({ code: 'emergency-stop' })
    await control.operations.liftEmergencyStop(asked, null)
  }
  return ended
}

describe('operations that are ended as their first step begins', () => {
  const wishes: Wish[] = [
    { kind: 'stop-jobmanager', target: a },
    { kind: 'restart-jobmanager', target: b },
    { kind: 'rolling-restart-jobmanagers' },
    { kind: 'stop-cluster' },
    { kind: 'hand-over' },
    { kind: 'hand-over', options: { signal: 'TERM' } },
    { kind: 'hand-over', target: c },
  ]
  // Both end the same signal: the emergency stop is tried with a verb of each family.
  const pairs = [
    ...wishes.map((wish) => ['abort', wish] as const),
    ...wishes.filter(({ kind }) => kind === 'stop-cluster' || kind === 'stop-jobmanager').map((wish) => ['emergency stop', wish] as const),
  ]
  it.each(pairs.map(([how, wish]) => [how, JSON.stringify(wish), wish] as const))(
    'An operation ended by %s at its first step (%s) changes nothing, says so and releases the cluster',
    async (how, _, wish) => {
      const before = await look()
      const record = await endAt(wish, 0, how)
      expect(record).toMatchObject({
        state: 'aborted',
        result: expect.stringContaining(how === 'abort' ? 'ended it' : 'triggered the emergency stop') as string,
      })
      expect(record.steps.map(({ state }) => state)).toEqual(record.steps.map((_step, place) => (place === 0 ? 'aborted' : 'skipped')))
      expect(await look()).toEqual(before)
    },
  )
})

describe('operations that are ended between the leader’s death and its removal', () => {
  it.each(['abort', 'emergency stop'] as const)(
    'A takeover ended by %s after the leader’s death keeps its latch, names the step and is completed by a new plan',
    async (how) => {
      const wish: Wish = how === 'abort' ? { kind: 'hand-over' } : { kind: 'fenced-takeover' }
      const hand = control.of('one')
      const { line } = await look()
      if (how !== 'abort') {
        await standIns.of('one').kill(line[0]!)
        await hand.until('its death is seen', ({ leader }) => leader?.process === 'gone')
      }
      const record = await endAt(wish, 1, how)
      expect(record).toMatchObject({ state: 'aborted' })
      expect(record.steps.map(({ id, state }) => [id, state]).slice(0, 3)).toEqual([
        [how === 'abort' ? 'kill' : 'prove', 'done'],
        ['fence', 'aborted'],
        ['lead', 'skipped'],
      ])
      expect(await look()).toMatchObject({ line, leads: line[0], processes: { [line[0]!]: 'none', [line[1]!]: 'running' } })
      await hand.until('its death is seen', ({ leader }) => leader?.process === 'gone')
      expect(await hand.ended(await hand.start({ kind: 'fenced-takeover' }))).toMatchObject({ state: 'done' })
      expect(await hand.ended(await hand.start({ kind: 'start-jobmanager', target: line[0] }))).toMatchObject({ state: 'done' })
      await hand.untilAllIdentified(3)
    },
  )
})

it('Every operation planned on a former leader is refused and changes nothing', async () => {
  const hand = control.of('one')
  const old = hand.snapshot().leader!.leaderSessionId
  expect(await hand.ended(await hand.start({ kind: 'hand-over' }))).toMatchObject({ state: 'done' })
  await hand.untilAllIdentified(3)
  const before = await look()
  const [first] = before.line
  const told = await Promise.all(
    (['stop-jobmanager', 'restart-jobmanager', 'rolling-restart-jobmanagers', 'stop-cluster', 'hand-over'] as const).map((kind) =>
      hand.start({ kind, ...(kind.endsWith('-jobmanager') && { target: first }), expectedLeaderSessionId: old }).then(
        () => 'begun',
        ({ code }: { code: string }) => code,
      ),
    ),
  )
  expect(told).toEqual(told.map(() => 'leader-changed'))
  expect(await look()).toEqual(before)
})
