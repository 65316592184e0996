import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { acknowledgeRuns, readRuns, saveSettings } from '../autopilot/autopilot-store'
import { getJournal } from '@/lib/journal/database'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { startControl, type Control } from '../testing/start-control'
import { KILL_FROZEN } from './fenced-takeover'

/** Flink's own defaults: a dead leader's session lives for 27 to 42 s. Whoever leads sooner was let in by us. */
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

const masterOf = (master: string | null) => lab.masters.find((one) => one.master === master)!
/** Three in line, all identified; a master that a test left dead is started again. */
async function untilReady() {
  for (const jm of control.snapshot().jobManagers) if (jm.processState === 'gone') await masterOf(jm.master).start()
  await control.untilAllIdentified(3)
  return control.until('a fenced takeover could be done', ({ takeover, jobManagers, leader, operation }) =>
    operation === null && leader?.process === 'running' && jobManagers.filter(({ role }) => role === 'standby').length === 2 && /measured|median/.test(takeover.fencedDetail) && leader, 60_000)
}
const untilGone = (master: string) => control.until(`${master} is seen gone`, ({ leader }) => leader?.master === master && leader.process === 'gone', 10_000)

async function countPointers(): Promise<number[]> {
  const client = createZooKeeperClient({ servers: lab.settings.connectString })
  const counts = await Promise.all(lab.jobs.map(async (job) => (await client.getChildren(`/flink/default/jobs/${job}/checkpoints`)).children.length))
  await client.close()
  return counts
}

describe('one host, three JobManagers, Flink’s default session timeout', () => {
  it('refuses while the leader lives, and for another leader than the planned one', async () => {
    await untilReady()
    expect(control.snapshot().takeover).toMatchObject({ fencedMs: null, fencedDetail: expect.stringContaining('not measured here yet') as string })
    const plan = await control.plan({ kind: 'fenced-takeover' })
    expect(plan.checks[0]).toMatchObject({ level: 'refusal', text: expect.stringContaining('hand over') as string })
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused' })
    await expect(control.start({ kind: 'hand-over', expectedLeaderSessionId: 'b0000000-0000-0000-0000-000000000000' })).rejects.toMatchObject({ code: 'leader-changed' })
  })

  it('when the leader is killed, the fenced takeover has the next one lead and all jobs run long before the session ends', async () => {
    const leader = masterOf((await untilReady()).master)
    const killedAt = Date.now()
    await leader.kill()
    await untilGone(leader.master)
    const plan = await control.plan({ kind: 'fenced-takeover' })
    expect(plan.steps.find(({ id }) => id === 'fence')!.commands).toEqual(expect.arrayContaining([expect.stringMatching(/^delete \/flink\/default\/leader\/latch\/_c_/), expect.stringMatching(/^delete \/flink\/default\/execution-plans\/.*\/locks\//)]) as string[])
    expect(plan.steps.flatMap(({ commands }) => commands).join()).not.toContain('connection_info')
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(control.snapshot().leader!.master).not.toBe(leader.master)
    expect(Date.parse(record.steps.find(({ id }) => id === 'jobs')!.endedAt!) - killedAt).toBeLessThan(WITHOUT_US_MS)
    await waitUntil('one pointer a job', { within: 10_000, every: 500 }, async () => (await countPointers()).every((count) => count === 1))
    await control.until('what was measured is told', ({ takeover }) => (takeover.fencedMs ?? 0) > 0, 10_000)
  }, 120_000)

  it('a dead standby in front of the next living one is proven and removed too', async () => {
    const { master } = await untilReady()
    const next = masterOf(control.snapshot().takeover.standby)
    const last = lab.masters.find((one) => one !== next && one.master !== master)!
    await next.kill()
    await masterOf(master).kill()
    await untilGone(master!)
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done', plan: { sentence: expect.stringContaining(next.master) as string } })
    expect(control.snapshot().leader!.master).toBe(last.master)
  }, 150_000)

  it('a frozen leader is not fenced; with the words for it, it is killed first', async () => {
    const frozen = masterOf((await untilReady()).master)
    await frozen.freeze()
    await control.until('it is seen frozen', ({ leader }) => leader?.process === 'frozen', 20_000)
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused', message: expect.stringContaining('frozen') as string })
    expect(frozen.isRunning()).toBe(true)
    const record = await control.ended(await control.start({ kind: 'fenced-takeover', override: KILL_FROZEN }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
  }, 150_000)

  it('the autopilot does it by itself, once; then it waits until somebody has looked', async () => {
    const journal = await getJournal()
    await saveSettings(journal, control.id, { isOn: true, againAfterMs: 3_600_000, by: 'Olga' })
    await control.takeovers.refresh()
    const first = masterOf((await untilReady()).master)
    await waitUntil('it is ready', { within: 20_000 }, async () => (await control.takeovers.findAutopilot(control.id))?.ready)
    const killedAt = Date.now()
    await first.kill()
    await control.until('somebody else leads', ({ leader }) => leader !== null && leader.master !== first.master && leader.process === 'running', WITHOUT_US_MS)
    expect(Date.now() - killedAt).toBeLessThan(WITHOUT_US_MS)
    const [run] = await waitUntil('its run is reported', { within: 60_000, every: 200 }, async () => ((runs) => runs.length > 0 && runs[0]!.result !== 'running' && runs)(await readRuns(journal, control.id)))
    expect(run, run?.text).toMatchObject({ master: first.master, result: 'done', acknowledgedAt: null, operationId: expect.any(String) as string })
    const view = await control.takeovers.findAutopilot(control.id)
    expect(view).toMatchObject({ on: true, ready: false, needsAcknowledgement: true, sentence: expect.stringContaining('until somebody has looked') as string })

    const second = masterOf((await untilReady()).master)
    await second.kill()
    const [held] = await waitUntil('the second one is reported', { within: 20_000, every: 200 }, async () => ((runs) => runs.length > 1 && runs)(await readRuns(journal, control.id)))
    expect(held).toMatchObject({ master: second.master, result: 'held-back', operationId: null })
    // Nothing was done: a person does it.
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    await acknowledgeRuns(journal, control.id, 'Olga')
    await untilReady()
    await waitUntil('it is ready again', { within: 20_000 }, async () => (await control.takeovers.findAutopilot(control.id))?.ready)
  }, 240_000)

  it('what an operation of ours does to the leader is not the autopilot’s business: hand over to the next in line', async () => {
    const { master } = await untilReady()
    const before = (await readRuns(await getJournal(), control.id)).length
    const next = control.snapshot().takeover.standby
    const record = await control.ended(await control.start({ kind: 'hand-over' }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(control.snapshot().leader!.master).toBe(next)
    expect(control.snapshot().jobManagers.find((jm) => jm.master === master)!.role).toBe('standby')
    expect((await readRuns(await getJournal(), control.id)).length).toBe(before)
  }, 150_000)

  it('hands over to a chosen standby by having the one in front of it stand in line anew', async () => {
    await untilReady()
    const chosen = control.snapshot().jobManagers.find(({ inLine }) => inLine === 2)!.master
    const record = await control.ended(await control.start({ kind: 'hand-over', target: chosen }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(control.snapshot().leader!.master).toBe(chosen)
  }, 180_000)
})
