import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { startControl, type Control } from '../testing/start-control'
import { KILL_FROZEN } from './fenced-takeover'

/** Flink's own defaults: a dead leader's session lives for 40 s. Whoever leads sooner was let in by us. */
const WITHOUT_US_MS = 26_000

let lab: Lab
let control: Control
beforeAll(async () => {
  lab = await startLab({ flink: '2.3.0', masters: 3, jobs: 2, sessionTimeoutMs: null })
  control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome })
}, 300_000)
afterAll(async () => {
  await control?.close()
  await lab?.close()
}, 60_000)

const leaderOf = (master: string) => lab.masters.find((one) => one.master === master)!
const untilReady = () => control.until('a fenced takeover could be done', ({ takeover, jobManagers, leader }) =>
  leader?.process === 'running' && jobManagers.filter(({ role }) => role === 'standby').length === 2 && /measured|median/.test(takeover.fencedDetail) && leader, 90_000)
const untilGone = (master: string) => control.until(`${master} is seen gone`, ({ leader }) => leader?.master === master && leader.process === 'gone', 10_000)

async function countPointers(): Promise<number[]> {
  const client = createZooKeeperClient({ servers: lab.settings.connectString })
  const counts = await Promise.all(lab.jobs.map(async (job) => (await client.getChildren(`/flink/default/jobs/${job}/checkpoints`)).children.length))
  await client.close()
  return counts
}

describe('one host, three JobManagers, Flink’s default session timeout', () => {
  it('refuses while the leader lives, and says what to do instead', async () => {
    await untilReady()
    expect(control.snapshot().takeover).toMatchObject({ fencedMs: null, fencedDetail: expect.stringContaining('not measured here yet') as string })
    const plan = await control.plan({ kind: 'fenced-takeover' })
    expect(plan.checks[0]).toMatchObject({ code: 'leader-alive', level: 'refusal', text: expect.stringContaining('hand over') as string })
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused' })
  })

  it('when the leader is killed, the fenced takeover has the next one lead and all jobs run long before the session ends', async () => {
    const leader = leaderOf((await untilReady()).master!)
    const killedAt = Date.now()
    await leader.kill()
    await untilGone(leader.master)
    const plan = await control.plan({ kind: 'fenced-takeover' })
    expect(plan.steps.find(({ id }) => id === 'fence')!.commands).toEqual(expect.arrayContaining([expect.stringMatching(/^delete \/flink\/default\/leader\/latch\/_c_/), expect.stringMatching(/^delete \/flink\/default\/execution-plans\/.*\/locks\//)]) as string[])
    expect(plan.steps.flatMap(({ commands }) => commands).join()).not.toContain('connection_info')
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record).toMatchObject({ state: 'done', result: expect.stringContaining('leads') as string })
    expect(control.snapshot().leader!.master).not.toBe(leader.master)
    expect(Date.parse(record.steps.find(({ id }) => id === 'jobs')!.endedAt!) - killedAt).toBeLessThan(WITHOUT_US_MS)
    await waitUntil('one pointer a job', { within: 10_000, every: 500 }, async () => (await countPointers()).every((count) => count === 1))
    await control.until('what was measured is told', ({ takeover }) => takeover.fencedMs !== null || /no standby|not identified|does not answer/.test(takeover.fencedDetail))
    await leader.start()
  }, 120_000)

  it('a dead standby in front of the next living one is proven and removed too', async () => {
    const { master } = await untilReady()
    const next = leaderOf(control.snapshot().takeover.standby!)
    const last = lab.masters.find((one) => one !== next && one.master !== master)!
    expect(control.snapshot().takeover.fencedMs).toBeGreaterThan(0)
    await next.kill()
    await leaderOf(master!).kill()
    await untilGone(master!)
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record.plan.sentence).toContain(next.master)
    expect(record.state).toBe('done')
    expect(control.snapshot().leader!.master).toBe(last.master)
    await Promise.all([next.start(), leaderOf(master!).start()])
  }, 150_000)

  it('a frozen leader is not fenced; with the words for it it is killed first', async () => {
    const frozen = leaderOf((await untilReady()).master!)
    await frozen.freeze()
    await control.until('it is seen frozen', ({ leader }) => leader?.process === 'frozen', 20_000)
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused', message: expect.stringContaining('frozen') as string })
    expect(frozen.isRunning()).toBe(true)
    const record = await control.ended(await control.start({ kind: 'fenced-takeover', override: KILL_FROZEN }))
    expect(record.state).toBe('done')
    await frozen.start()
  }, 150_000)

  it('hands over to the next in line and has the old leader back in line', async () => {
    const { master } = await untilReady()
    const next = control.snapshot().takeover.standby
    const record = await control.ended(await control.start({ kind: 'hand-over' }))
    expect(record).toMatchObject({ state: 'done' })
    expect(control.snapshot().leader!.master).toBe(next)
    expect(control.snapshot().jobManagers.find((jm) => jm.master === master)!.role).toBe('standby')
  }, 150_000)

  it('hands over to a chosen standby by having the one in front of it stand in line anew', async () => {
    await untilReady()
    const chosen = control.snapshot().jobManagers.find(({ inLine }) => inLine === 2)!.master
    const record = await control.ended(await control.start({ kind: 'hand-over', target: chosen }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(control.snapshot().leader!.master).toBe(chosen)
  }, 180_000)

  it('refuses when the leader is another one than it was planned for', async () => {
    await untilReady()
    await expect(control.start({ kind: 'hand-over', expectedLeaderSessionId: 'b0000000-0000-0000-0000-000000000000' })).rejects.toMatchObject({ code: 'leader-changed' })
  }, 120_000)
})
