import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { findHostsObstacle, startHostsLab, startLab, sweepLabs, waitUntil, type HostsLab, type Lab } from './lab'
import { getCompletedCheckpoints, getJobState, getOverview } from './lab/cluster/rest'
import { findServingMode } from './lab/cluster/srvr'
import { isRunning, type ProcessIdentity } from './lab/process/identity'
import { findRecord } from './lab/process/record'
import { runCommand } from './lab/process/run-command'

/** A dead leader's session lives for 6 to 8 s here, and for 27 to 42 s with Flink's own defaults. */
const WITH_OWN_SESSION_MS = 26_000

let lab: Lab | null = null
let recorded: ProcessIdentity[] = []

afterEach(async () => {
  await lab?.close()
  const left = recorded.filter(isRunning)
  lab = null
  recorded = []
  vi.unstubAllEnvs()
  expect(left, 'processes the lab left behind').toEqual([])
})

async function keep<T extends Lab>(starting: Promise<T>): Promise<T> {
  const started = await starting
  lab = started
  return started
}

function remember(one: Lab): void {
  recorded = findRecord(one.folder)?.processes ?? []
  expect(recorded.length).toBeGreaterThanOrEqual(one.masters.length + one.zookeepers.length + one.taskManagers.length)
}

describe.each([
  { flink: '2.3.0', keys: 'current' as const, line: 'type: zookeeper', file: 'config.yaml' },
  { flink: '1.20.1', keys: 'recovery' as const, line: 'recovery.mode: zookeeper', file: 'flink-conf.yaml' },
  { flink: '1.14.6', keys: 'recovery' as const, line: 'recovery.mode: zookeeper', file: 'flink-conf.yaml' },
])('a lab of Flink $flink with its $keys keys', ({ flink, keys, line, file }) => {
  it('checkpoints; when the leader is killed, the standby leads long before Flink’s default session would have ended, and the job goes on; close leaves no process', async () => {
    const started = await keep(startLab({ flink, keys }))
    expect(started.version).toBe(flink)
    expect(readFileSync(join(started.confDir, file), 'utf8')).toContain(line)
    expect(readFileSync(join(started.confDir, 'masters'), 'utf8').split('\n').filter(Boolean)).toEqual(started.masters.map(({ master }) => master))

    const before = await started.getLeader()
    const [standby] = await started.findStandbys()
    const job = started.jobs[0] ?? ''
    expect(await getCompletedCheckpoints(before.master.master, job)).toBeGreaterThan(0)

    await before.master.kill()
    const after = await started.getLeader(WITH_OWN_SESSION_MS)
    expect(after.master).toBe(standby)
    expect(after.leaderSessionId).not.toBe(before.leaderSessionId)
    await started.waitForCheckpoints(1, 120_000)
    expect(await getJobState(after.master.master, job)).toBe('RUNNING')

    remember(started)
    await started.close()
    expect(existsSync(started.folder)).toBe(false)
  })
})

describe('what a test may do to a lab', () => {
  it('stops and restarts a master, adds a third, freezes and wakes one, in a quorum of three', async () => {
    const started = await keep(startLab({ flink: '2.3.0', quorum: 3 }))
    const modes = await Promise.all(started.zookeepers.map(({ settings }) => findServingMode(settings.host, settings.clientPort)))
    expect(modes.sort()).toEqual(['follower', 'follower', 'leader'])

    const first = await started.getLeader()
    await first.master.stop()
    const second = await started.getLeader(WITH_OWN_SESSION_MS)
    expect(second.master).not.toBe(first.master)
    await first.master.start()
    const third = await started.addMaster()
    await waitUntil('the restarted and the third JobManager answer', { within: 120_000 }, () => Promise.all([getOverview(first.master.master), getOverview(third.master)]))
    expect((await started.findStandbys()).map(({ master }) => master).sort()).toEqual([first.master.master, third.master].sort())
    expect(readFileSync(join(started.confDir, 'masters'), 'utf8')).toContain(`${third.master}\n`)

    await third.freeze()
    expect(third.process.isFrozen()).toBe(true)
    await expect(getOverview(third.master)).rejects.toThrow()
    third.resume()
    await waitUntil('the woken JobManager answers', { within: 60_000 }, () => getOverview(third.master))

    await started.zookeepers[0]?.kill()
    await started.getLeader(60_000)
    await started.waitForCheckpoints(1, 120_000)
    remember(started)
  })

  it('ends what a killed test run left behind, and nothing of a living one', async () => {
    // Below a folder of its own: a lab that another test file starts meanwhile sweeps as well.
    const own = mkdtempSync(join(tmpdir(), 'understudy-sweep-'))
    vi.stubEnv('TMPDIR', own)
    onTestFinished(() => rmSync(own, { recursive: true, force: true }))
    const living = await keep(startLab({ masters: 1, jobs: 0, taskManagers: 0 }))
    remember(living)
    const script = `import { startLab } from '@/e2e/lab'; const lab = await startLab({ masters: 1, jobs: 0, taskManagers: 0 }); console.log('FOLDER ' + lab.folder); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const folder = await waitUntil('the other test run has its lab', { within: 300_000 }, () => /FOLDER (\S+)/.exec(output)?.[1])
    const processes = findRecord(folder)?.processes ?? []
    expect(processes.filter(isRunning)).toHaveLength(2)

    child.kill('SIGKILL')
    await waitUntil('the other test run is gone', { within: 30_000 }, () => child.signalCode !== null)
    expect(processes.filter(isRunning)).toHaveLength(2)
    expect(await sweepLabs()).toContain(folder)
    expect(processes.filter(isRunning)).toEqual([])
    expect(existsSync(folder)).toBe(false)
    expect(living.masters[0]?.isRunning()).toBe(true)
  })
})

const obstacle = await findHostsObstacle()
if (obstacle) console.warn(`\nSKIPPED: the tests with several hosts. ${obstacle}\n`)

describe.skipIf(obstacle !== null)(`a lab on several hosts${obstacle ? ` (skipped: ${obstacle})` : ''}`, () => {
  let hosts: HostsLab

  beforeAll(async () => {
    hosts = await startHostsLab({ flink: '1.20.1', hosts: 3 })
    return () => hosts.close()
  })

  it('is started by Flink’s own scripts over ssh, every master on a host of its own', async () => {
    for (const { master } of hosts.masters) {
      expect((await hosts.getHost(master).run('hostname; ls /tmp/zookeeper/myid')).stdout.split('\n').slice(0, 2)).toEqual([hosts.getHost(master).name, '/tmp/zookeeper/myid'])
      await getOverview(master)
    }
    const names = await Promise.all(hosts.hosts.map(async (host) => host.getProcesses().filter(({ command }) => command[0]?.endsWith('java')).length))
    expect(names).toEqual([2, 2, 3])
  })

  it('when the leader’s host is cut off, another host leads long before the default session would have ended; restored, the host answers again', async () => {
    const before = await hosts.getLeader()
    const host = hosts.getHost(before.master.master)
    await host.cut()
    await expect(getOverview(before.master.master)).rejects.toThrow()
    const others = hosts.masters.filter((master) => master !== before.master)
    await waitUntil('a master on another host leads', { within: WITH_OWN_SESSION_MS, every: 200 }, async () => {
      const leader = await hosts.findLeader()
      return leader !== null && others.includes(leader.master)
    })
    await host.restore()
    await waitUntil('the host answers over ssh', { within: 60_000 }, async () => (await host.run('true', 5000)).code === 0)
    await hosts.waitForCheckpoints(1, 120_000)
  })

  it('is gone without a trace after close', async () => {
    const cables = hosts.hosts.map(({ address }) => address)
    const inits = hosts.hosts.map(({ init }) => init)
    await hosts.close()
    expect(inits.filter(isRunning)).toEqual([])
    const left = `${(await runCommand('ip', ['netns'])).stdout}${(await runCommand('ip', ['-br', 'link'])).stdout}`
    for (const { netns, cable } of cables) expect(left).not.toMatch(new RegExp(`${netns}|${cable}`))
    expect(existsSync(hosts.folder)).toBe(false)
  })
})
