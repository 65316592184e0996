import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findHostsObstacle, startHostsLab, waitUntil, type HostsLab } from '@/e2e/lab'
import { startControl, type Control } from '../testing/start-control'

const WITHOUT_US_MS = 26_000
const obstacle = await findHostsObstacle()

let lab: HostsLab
let control: Control
let folder: string
beforeAll(async () => {
  if (obstacle) return
  folder = mkdtempSync(join(tmpdir(), 'understudy-hosts-'))
  lab = await startHostsLab({ flink: '1.20.1', hosts: 3, jobs: 1, sessionTimeoutMs: null })
  const config = join(folder, 'understudy.yaml')
  writeFileSync(config, `clusters:\n  - id: east\n    confDir: ${lab.confDir}\n    flinkHome: ${lab.flinkHome}\n    control: ssh\n    sshOptions: "-F ${lab.sshConfig}"\n`)
  control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome, env: { UNDERSTUDY_CONFIG: config } })
}, 400_000)
afterAll(async () => {
  await control?.close()
  await lab?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
}, 90_000)

const masterOf = (master: string | null) => lab.masters.find((one) => one.master === master)!
async function untilReady() {
  for (const jm of control.snapshot().jobManagers) if (jm.processState === 'gone') await masterOf(jm.master).start()
  await control.untilAllIdentified(3)
  return control.until('a fenced takeover could be done', ({ takeover, jobManagers, leader, operation }) =>
    operation === null && leader?.process === 'running' && jobManagers.filter(({ role }) => role === 'standby').length === 2 && /measured|median/.test(takeover.fencedDetail) && leader, 90_000)
}
const untilGone = (master: string) => control.until(`${master} is seen gone`, ({ leader }) => leader?.master === master && leader.process === 'gone', 15_000)

describe.skipIf(obstacle !== null)('three hosts over ssh, Flink 1.20.1, its default session timeout', () => {
  it('killed on its host: proven dead there over ssh, fenced, and the next one leads long before the session ends', async () => {
    const leader = masterOf((await untilReady()).master)
    await lab.waitForCheckpoints(1, 90_000)
    const killedAt = Date.now()
    await leader.kill()
    await untilGone(leader.master)
    const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    expect(record.plan.steps[0]!.host).toBe(leader.master.split(':')[0])
    expect(Date.parse(record.steps.find(({ id }) => id === 'lead')!.endedAt!) - killedAt).toBeLessThan(WITHOUT_US_MS)
    expect(control.snapshot().leader!.master).not.toBe(leader.master)
  }, 200_000)

  it('ssh is cut in the middle of a hand over: what was not proven is not fenced, and the report says so', async () => {
    const { master } = await untilReady()
    const host = lab.getHost(master!)
    const record = await control.start({ kind: 'hand-over' })
    const stop = control.operations.follow(record.id, (now) => {
      if (now.steps.find(({ id }) => id === 'kill')!.state === 'running') void host.cut()
    })
    try {
      const ended = await control.ended(record)
      const fenced = ended.steps.find(({ id }) => id === 'fence')!
      // The cable may come out before or after the proof got through; without the proof nothing is removed.
      if (ended.state === 'done') expect(ended.steps.find(({ id }) => id === 'kill')!.detail).toContain('nobody listens')
      else expect([ended.state, fenced.state]).not.toContain('done')
    } finally {
      stop()
      await host.restore()
    }
    await waitUntil('the host answers again', { within: 30_000 }, async () => (await host.run('true')).code === 0)
  }, 200_000)

  it('the leader’s host is cut off: its silence is no death, and nothing is removed', async () => {
    const { master } = await untilReady()
    const host = lab.getHost(master!)
    await host.cut()
    try {
      await control.until('it is not proven running any more', ({ leader }) => leader?.process !== 'running', 20_000)
      await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({ code: 'operation-refused', message: expect.stringMatching(/not proven|ssh|ZooKeeper does not tell/) as string })
    } finally {
      await host.restore()
    }
    await control.until('somebody leads again', ({ leader }) => leader?.process === 'running', 90_000)
  }, 200_000)
})
