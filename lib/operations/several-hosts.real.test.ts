import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOperator, type Operator } from '@/e2e/fixtures/start-operator'
import { findHostsObstacle, startHostsLab, type HostsLab } from '@/e2e/lab'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { findProcesses } from '@/lib/sources/hosts/find-processes'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { createExitWatch } from '@/lib/sources/hosts/watch-exits'

const obstacle = await findHostsObstacle()
if (obstacle) console.warn(`\nSKIPPED: operations over ssh. ${obstacle}\n`)

const isWhole = ({ leader, jobManagers }: ClusterSnapshot) => leader?.process === 'running' && jobManagers.every(({ role, inLine }) => role === 'leader' || (role === 'standby' && inLine !== null))
const leaderOf = ({ leader }: ClusterSnapshot) => leader?.master ?? 'nobody'

describe.runIf(!obstacle).sequential('operations over real ssh', () => {
  let lab: HostsLab
  let east: Operator
  let runner: HostRunner

  beforeAll(async () => {
    lab = await startHostsLab({ flink: '1.20.1', hosts: 3, taskManagers: 1 })
    east = await startOperator({ confDir: lab.confDir, flinkHome: lab.flinkHome, control: 'ssh' })
    // The same way as the operator's: FLINK_SSH_OPTS is not set here, so env.ssh.opts of the conf folder counts there.
    runner = createHostRunner({ control: 'ssh', ssh: { options: ['-F', lab.sshConfig], socketFolder: null } })
    await east.sees('all in line', isWhole, 90_000)
  }, 300_000)
  afterAll(async () => {
    await east?.close()
    await lab?.close()
  }, 120_000)

  it('a JobManager on another host is stopped and started by the commands of the plan; its pid is that host’s own', async () => {
    const standby = east.snapshot().jobManagers.find(({ role }) => role === 'standby')!.master
    const host = standby.split(':')[0]!
    const plan = await east.plan('restart-jobmanager', standby)
    expect(plan.steps[1]?.commands[0]).toMatch(new RegExp(`^ssh ${host} 'env .*FLINK_CONF_DIR=.*/bin/bash -l .*jobmanager\\.sh start ${host} 8081'$`))
    const record = await east.operate('restart-jobmanager', standby)
    expect(record).toMatchObject({ state: 'done', steps: [{ host }, { output: expect.stringContaining('Starting standalonesession daemon') }, {}] })
    await east.sees('all in line', isWhole)
  })

  it('the leading one and a ZooKeeper member over ssh; the quorum is not stopped by accident', async () => {
    const leader = leaderOf(east.snapshot())
    expect(await east.operate('restart-jobmanager', leader)).toMatchObject({ state: 'done' })
    const now = await east.sees('all in line', isWhole)
    expect(leaderOf(now)).not.toBe(leader)
    const follower = now.quorum.members.find(({ mode }) => mode === 'follower')!.address
    expect(await east.operate('restart-member', follower)).toMatchObject({ state: 'done' })
    const worker = lab.settings.workers[0]!
    expect(await east.operate('restart-taskmanager', worker)).toMatchObject({ state: 'done' })
  })

  it('an exit on another host is known within 500 ms', async () => {
    const standby = lab.masters.find(({ master }) => master !== leaderOf(east.snapshot()))!
    const host = standby.master.split(':')[0]!
    const found = (await findProcesses(runner, host, lab.confDir)).find(({ java }) => java.kind === 'jobmanager')!
    const watch = createExitWatch(runner)
    let exitAt = 0
    let isWatched = false
    watch.watchExit(found.identity, { onExit: () => (exitAt = Date.now()), onWatched: () => (isWatched = true) })
    await expect.poll(() => isWatched, { timeout: 10_000 }).toBe(true)
    const [process] = lab.getHost(standby.master).getProcesses().filter(({ command }) => command.some((word) => word.endsWith('StandaloneSessionClusterEntrypoint')))
    const killedAt = Date.now()
    globalThis.process.kill(process!.pid, 'SIGKILL')
    await expect.poll(() => exitAt, { timeout: 5_000, interval: 10 }).not.toBe(0)
    expect(exitAt - killedAt).toBeLessThan(500)
    watch.close()
    expect(await east.operate('start-jobmanager', standby.master)).toMatchObject({ state: 'done' })
  })

  it('hostile host names reach no host', async () => {
    for (const host of ['-oProxyCommand=touch /tmp/pwned', 'a;touch /tmp/pwned', 'x y', 'hôte', '$(touch /tmp/pwned)', 'h\ntouch']) {
      await expect(runner.run(host, ['true'], { deadlineMs: 5_000 })).rejects.toMatchObject({ code: 'bad-host' })
    }
    const odd = await runner.run(lab.hosts[0]!.ip, ['printf', '%s|', '$(id)', ';reboot', "'", 'a\nb'], { deadlineMs: 10_000 })
    expect(odd.stdout).toBe("$(id)|;reboot|'|a\nb|")
  })

  it('the cable is cut in the middle: failed, told as not known, nothing is claimed; afterwards it works again', async () => {
    await east.sees('all in line', isWhole)
    const standby = east.snapshot().jobManagers.find(({ role }) => role === 'standby')!.master
    const host = lab.getHost(standby)
    const begun = await east.begin('restart-jobmanager', standby)
    await host.cut()
    try {
      const record = await east.end(begun.id)
      expect(record.state).toBe('failed')
      expect(record.result).toMatch(/ssh to .* failed|did not end within|not known/)
      const plan = await east.plan('stop-jobmanager', standby)
      expect(plan.checks[0]).toMatchObject({ level: 'refusal' })
    } finally {
      await host.restore()
    }
    await east.sees('heard again', (now) => now.jobManagers.every(({ processState }) => processState !== 'unknown'), 90_000)
    if (east.snapshot().jobManagers.find(({ master }) => master === standby)?.role === 'down') expect(await east.operate('start-jobmanager', standby)).toMatchObject({ state: 'done' })
  })
})
