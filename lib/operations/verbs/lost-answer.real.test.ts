import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationRecord } from '@/lib/model/operation'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { startLosingProxy, type Losing, type LosingProxy } from '@/lib/testing/losing-proxy'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { startStandIns, type StandIns } from '../testing/stand-in/start-stand-ins'
import { startControl, type Control } from '../testing/start-control'
import { withGate, type Moment } from '../testing/with-gate'
import { verbs } from './all'

/**
 * The session timeout in Flink's configuration, and so how long a latch's answer is awaited; the stand-ins' own sessions outlive the test.
 */
const askedForMs = 4_000
const cases = {
  hidden: { what: 'answer', refuseMs: 9_000 },
  handed: { what: 'answer', refuseMs: 9_000 },
  unsent: { what: 'request', refuseMs: 1_000, times: 2 },
  never: { what: 'answer', refuseMs: 12_000 },
} as const satisfies Record<string, Losing>
type Name = keyof typeof cases
const names = Object.keys(cases) as Name[]

let ensemble: RealZooKeeper
let standIns: StandIns
let control: Control
const proxies = new Map<string, LosingProxy>()

beforeAll(async () => {
  const sessionTimeoutMs = 1_800_000
  ensemble = await startZooKeeper({ members: 1, config: [`maxSessionTimeout=${sessionTimeoutMs}`] })
  standIns = await startStandIns({
    servers: ensemble.connectString,
    sessionTimeoutMs,
    clusters: Object.fromEntries([...names, 'kill', 'start', 'cut'].map((id) => [id, 2])),
  })
  const { clusters } = JSON.parse(readFileSync(standIns.configFile, 'utf8')) as { clusters: { id: string; confDir: string }[] }
  // Only the console goes through the proxy.
  for (const cluster of clusters) {
    const proxy = await startLosingProxy(ensemble.members[0]!.port)
    proxies.set(cluster.id, proxy)
    Object.assign(cluster, { zookeeper: { quorum: `127.0.0.1:${proxy.port}` } })
    const file = join(cluster.confDir, 'config.yaml')
    if (cluster.id === 'never')
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"session-timeout":\d+/, `"session-timeout":${askedForMs}`))
  }
  writeFileSync(standIns.configFile, JSON.stringify({ clusters }))
  control = await startControl({
    env: { UNDERSTUDY_CONFIG: standIns.configFile },
    createRunner: createLossyRunner,
    verbs: withGate(verbs, (id, moment) => atMoment.get(id)?.(moment)),
  })
})
afterAll(async () => {
  await control?.close()
  for (const proxy of proxies.values()) await proxy.close()
  await standIns?.close()
  await ensemble?.close()
})

/** By cluster: called as a step begins or ends. */
const atMoment = new Map<string, (moment: Moment) => void>()
/** By cluster: a command that is carried out, and whose answer is lost. */
const lostCommand = new Map<string, (argv: readonly string[]) => boolean>()
async function createLossyRunner({ id, hosts: { control: kind } }: ClusterSettings): Promise<HostRunner> {
  const runner = await createHostRunner({
    control: kind,
    ssh: { options: [], socketFolder: null },
    sshProblem: null,
    environment: process.env,
  })
  return {
    ...runner,
    async run(host, argv, options) {
      const result = await runner.run(host, argv, options)
      if (lostCommand.get(id)?.(argv))
        throw new HostError('unreachable', host, `ssh to ${host}: lost on the way. What the command did there is not known.`)
      return result
    },
  }
}

async function lose(id: Name): Promise<OperationRecord> {
  const hand = control.of(id)
  const {
    masters: [a = ''],
    kill,
  } = standIns.of(id)
  await hand.untilAllIdentified(2)
  if (id !== 'handed') {
    await kill(a)
    await hand.until('its death is seen', ({ leader }) => leader?.process === 'gone')
  }
  proxies.get(id)!.lose(cases[id])
  return hand.ended(await hand.start({ kind: id === 'handed' ? 'hand-over' : 'fenced-takeover' }))
}
const textOf = (record: OperationRecord) =>
  JSON.stringify([record.result, record.steps.map(({ id, state, detail, output }) => [id, state, detail, output])], null, 1)

describe('the lost answer to the removal of a dead leader’s latch', () => {
  let records: Record<Name, OperationRecord>
  beforeAll(async () => {
    records = Object.fromEntries(await Promise.all(names.map(async (id) => [id, await lose(id)]))) as typeof records
  })

  it.each([
    ['hidden', 'done', /^The answer of ZooKeeper was lost, and the place is gone/],
    ['handed', 'done', /^The answer of ZooKeeper was lost, and the place is gone/],
    ['unsent', 'done', /^1 latch and 0 locks removed in one transaction/],
    ['never', 'not-known', /^It is not known whether .* was removed/],
  ] as const)('After a lost answer, a takeover (%s) does every later step and its record is true', async (id, state, detail) => {
    const record = records[id]
    const {
      masters: [a = '', b = ''],
      look,
    } = standIns.of(id)
    expect(proxies.get(id)!.lost).toBe(id === 'unsent' ? 2 : 1)
    expect(textOf(record)).not.toContain('Nothing was removed')
    expect(
      record.steps.map((step) => [step.id, step.state]),
      textOf(record),
    ).toEqual(record.steps.map((step) => [step.id, step.id === 'fence' ? state : 'done']))
    expect(record.steps.find((step) => step.id === 'fence')).toMatchObject({
      detail: expect.stringMatching(detail) as string,
      output: expect.stringContaining('Not known whether it was done; asking again') as string,
    })
    expect(record).toMatchObject({ state: 'done', result: expect.stringContaining(`${b} leads`) as string })
    expect(await look()).toEqual({
      line: id === 'handed' ? [b, a] : [b],
      leads: b,
      processes: { [a]: id === 'handed' ? 'running' : 'none', [b]: 'running' },
    })
  })
})

describe('the lost answer of a host', () => {
  it('A hand-over whose kill lost its answer fails without claiming that nothing was done, and a new plan completes it', async () => {
    const {
      masters: [a = '', b = ''],
      find,
      look,
    } = standIns.of('kill')
    await control.of('kill').untilAllIdentified(2)
    lostCommand.set('kill', (argv) => argv.includes('kill'))
    const record = await control.of('kill').ended(await control.of('kill').start({ kind: 'hand-over' }))
    lostCommand.clear()
    expect(record).toMatchObject({
      state: 'failed',
      result: expect.stringMatching(
        /^SIGKILL was sent to .*, or may have been\. It is not proven that .* is dead: .*lost on the way/,
      ) as string,
    })
    expect(record.steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'])
    expect([find(a), (await look()).line]).toEqual([null, [a, b]])
    await control.of('kill').until('its death is seen', ({ leader }) => leader?.process === 'gone')
    expect(await control.of('kill').ended(await control.of('kill').start({ kind: 'fenced-takeover' }))).toMatchObject({ state: 'done' })
  })

  it('A hand-over finds the restarted leader in line although the answer of its start was lost', async () => {
    const {
      masters: [a = '', b = ''],
      look,
    } = standIns.of('start')
    await control.of('start').untilAllIdentified(2)
    lostCommand.set('start', (argv) => argv.includes('start'))
    const record = await control.of('start').ended(await control.of('start').start({ kind: 'hand-over' }))
    lostCommand.clear()
    expect(record, textOf(record)).toMatchObject({ state: 'done' })
    expect(record.steps.find(({ id }) => id === 'restart')).toMatchObject({
      state: 'done',
      output: expect.stringContaining('is not known; its place in line is waited for') as string,
    })
    expect((await look()).line).toEqual([b, a])
  })
})

it('A takeover continues after ZooKeeper was unreachable right after the kill for longer than a request may take', async () => {
  const {
    masters: [a = '', b = ''],
    look,
  } = standIns.of('cut')
  await control.of('cut').untilAllIdentified(2)
  atMoment.set('cut', ({ step, when }) => {
    if (step === 'kill' && when === 'after') proxies.get('cut')!.refuse(7_000)
  })
  const record = await control.of('cut').ended(await control.of('cut').start({ kind: 'hand-over' }))
  atMoment.delete('cut')
  expect(record, textOf(record)).toMatchObject({ state: 'done' })
  expect(record.steps.find(({ id }) => id === 'fence')).toMatchObject({
    state: 'done',
    output: expect.stringContaining('Asking again') as string,
  })
  expect((await look()).line).toEqual([b, a])
})
