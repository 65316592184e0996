import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationRequest } from '@/lib/model/operation'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { startStandIns, type StandIns } from '../testing/stand-in/start-stand-ins'
import { startControl, type Control } from '../testing/start-control'
import { withGate, type Moment } from '../testing/with-gate'
import { verbs } from './all'

type Wish = Partial<OperationRequest> & Pick<OperationRequest, 'kind'>
const sessionTimeoutMs = 1_800_000
let ensemble: RealZooKeeper
let standIns: StandIns
let control: Control
let atMoment: ((moment: Moment) => Promise<void>) | null = null
beforeAll(async () => {
  ensemble = await startZooKeeper({ members: 1, config: [`maxSessionTimeout=${sessionTimeoutMs}`] })
  standIns = await startStandIns({ servers: ensemble.connectString, sessionTimeoutMs, clusters: { one: 3 } })
  control = await startControl({
    env: { UNDERSTUDY_CONFIG: standIns.configFile },
    verbs: withGate(verbs, (_, moment) => atMoment?.(moment)),
  })
  await control.of('one').untilAllIdentified(3)
})
afterAll(async () => {
  await control?.close()
  await standIns?.close()
  await ensemble?.close()
})

/** The outcome: refused before or as it began, or how it ended. */
const notify = async (wish: Wish) => {
  const hand = control.of('one')
  try {
    const { state, result } = await hand.ended(await hand.start(wish))
    return { state, result }
  } catch (error) {
    return { state: 'refused', result: (error as Error).message }
  }
}

it('A leader is not asked to stop when a dead process is next in line', async () => {
  const cluster = standIns.of('one')
  const [a = '', b = ''] = cluster.masters
  await cluster.kill(b)
  // Started again, so that the snapshot has it in line, behind its own dead one.
  await cluster.start(b)
  await control.of('one').until('b is back in line', ({ jobManagers }) => {
    const jm = jobManagers.find(({ master }) => master === b)
    return jm?.processState === 'running' && jm.role === 'standby' && (jm.inLine ?? 0) > 2
  })
  const before = await cluster.look()
  const pid = cluster.find(a)?.pid
  const wishes: Wish[] = [
    { kind: 'stop-jobmanager', target: a },
    { kind: 'restart-jobmanager', target: a },
    { kind: 'hand-over', options: { signal: 'TERM' } },
  ]
  for (const wish of wishes)
    expect(await notify(wish), JSON.stringify(wish)).toMatchObject({
      state: 'refused',
      result: expect.stringContaining(`${b}, next in line, is dead`) as string,
    })
  expect({ ...(await cluster.look()), pid: cluster.find(a)?.pid }).toEqual({ ...before, pid })
  expect(await notify({ kind: 'hand-over' })).toMatchObject({ state: 'done' })
})

it('A next in line that is frozen for a moment after the leader was killed is checked again', async () => {
  const cluster = standIns.of('one')
  await control.of('one').untilAllIdentified(3)
  const [, next = ''] = (await cluster.look()).line
  atMoment = async ({ step, when }) => {
    if (step !== 'fence' || when !== 'before') return
    await cluster.freeze(next)
    setTimeout(() => cluster.resume(next), 2_000)
  }
  const result = await notify({ kind: 'hand-over' })
  atMoment = null
  expect(result).toMatchObject({ state: 'done', result: expect.stringContaining(`${next} leads`) as string })
  expect(await cluster.look()).toMatchObject({ leads: next, processes: { [next]: 'running' } })
})
