import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findHostsObstacle, pickVersionOfDay, startHostsLab, waitUntil, type HostsLab } from '@/e2e/lab'
import { signalProcess } from '@/e2e/lab/process/identity'
import type { OperationRecord } from '@/lib/model/operation'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { findProcesses } from '@/lib/sources/hosts/find-processes'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { createExitWatch } from '@/lib/sources/hosts/watch-exits'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { readElection } from '@/lib/takeover/election/read-election'
import { createRunnerFor } from './run/cluster-hosts'
import { startControl, type Control } from './testing/start-control'
import { withGate, type Moment } from './testing/with-gate'
import { verbs } from './verbs/all'

const obstacle = await findHostsObstacle()
if (obstacle) console.warn(`\nSKIPPED: operations over ssh. ${obstacle}\n`)

const flink = pickVersionOfDay('2.3.0', process.env.UNDERSTUDY_HOSTS_FLINK)

describe.runIf(!obstacle).sequential(`three hosts over real ssh, Flink ${flink}, its default session timeout`, () => {
  let lab: HostsLab
  let control: Control
  let runner: HostRunner
  let folder: string
  /** Called in the middle of an operation. */
  let atMoment: ((moment: Moment) => Promise<void>) | null = null
  /** Called while the command that kills runs on its host; its answer is late then. */
  let whileKilling: (() => Promise<void>) | null = null

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'understudy-hosts-'))
    lab = await startHostsLab({ flink, hosts: 3, jobs: 1, taskManagers: 1, sessionTimeoutMs: null })
    const config = join(folder, 'understudy.yaml')
    writeFileSync(
      config,
      JSON.stringify({
        clusters: [{ id: 'east', confDir: lab.confDir, flinkHome: lab.flinkHome, control: 'ssh', sshOptions: `-F ${lab.sshConfig}` }],
      }),
    )
    control = await startControl({
      env: { UNDERSTUDY_CONFIG: config },
      verbs: withGate(verbs, (_, moment) => atMoment?.(moment)),
      async createRunner(settings, configuration) {
        const real = await createRunnerFor(settings, configuration, { dataDir: control.dataDir, environment: process.env })
        return {
          ...real,
          isLocal: (host) => real.isLocal(host),
          describe: (...call) => real.describe(...call),
          warm: (...call) => real.warm(...call),
          close: () => real.close(),
          run: (...call) => run(real, ...call),
        }
      },
    })
    runner = createHostRunner({ control: 'ssh', ssh: { options: ['-F', lab.sshConfig], socketFolder: null } })
  })
  afterAll(async () => {
    await control?.close()
    await lab?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  /** The real command over the real way; only its last line comes 2 s later while a test wants to act in between. */
  async function run(real: HostRunner, ...[host, argv, options]: Parameters<HostRunner['run']>): ReturnType<HostRunner['run']> {
    if (!whileKilling || argv[3] !== 'kill') return real.run(host, argv, options)
    const [result] = await Promise.all([
      real.run(host, argv, { ...options, input: options.input!.replace(/echo end\n$/, 'sleep 2; echo end\n') }),
      whileKilling(),
    ])
    return result
  }
  /** Stops its sshd, and nothing else on that host; a connection of it may be continued meanwhile. */
  function silenceSsh(master: string, name: NodeJS.Signals = 'SIGSTOP'): void {
    for (const one of lab.getHost(master).getProcesses()) if (/\bsshd\b/.test(one.command.join(' '))) signalProcess(one, name)
  }
  afterEach(async () => {
    atMoment = whileKilling = null
    for (const { master } of lab.masters) silenceSsh(master, 'SIGCONT')
    await Promise.all(lab.hosts.map((host) => host.restore()))
  })
  const find = (master: string | null) => control.snapshot().jobManagers.find((jm) => jm.master === master)!
  const pidOf = (master: string) =>
    lab
      .getHost(master)
      .getProcesses()
      .find(({ command }) => command.some((word) => word.endsWith('StandaloneSessionClusterEntrypoint')))?.pid ?? null
  async function untilReady() {
    const dead = control.snapshot().jobManagers.filter(({ processState }) => processState === 'gone')
    await Promise.all(dead.map(({ master }) => lab.masters.find((one) => one.master === master)!.start()))
    await control.untilAllIdentified(3)
    const { master } = await control.until(
      'all stand in line',
      ({ leader, jobManagers, operation }) =>
        operation === null &&
        leader?.process === 'running' &&
        leader.master !== null &&
        jobManagers.filter(({ role, inLine }) => role === 'standby' && inLine !== null).length === 2 &&
        leader,
    )
    const [next, last] = control
      .snapshot()
      .jobManagers.filter(({ role }) => role === 'standby')
      .sort((one, other) => one.inLine! - other.inLine!)
    return { leader: master!, session: find(master).zkSessionId!, next: next!.master, last: last!.master }
  }
  async function done(begun: Promise<OperationRecord>): Promise<OperationRecord> {
    const record = await control.ended(await begun)
    expect(record, record.result ?? '').toMatchObject({ state: 'done' })
    return record
  }
  const leader = () => control.snapshot().leader!.master
  const stepOf = (record: OperationRecord, id: string) => record.steps.find((step) => step.id === id)!
  /** Sessions that have a latch; read from here, through the members whose cables are in. */
  async function readLine(): Promise<string[]> {
    const client = createZooKeeperClient({ servers: lab.settings.connectString })
    const { latches } = await readElection({ client, root: '/flink/default', names: {} }, { withLocks: false }).finally(() =>
      client.close(),
    )
    return latches.map(({ owner }) => owner)
  }
  async function plugIn(master: string): Promise<void> {
    const host = lab.getHost(master)
    await host.restore()
    await waitUntil('the host answers again', { within: 120_000, every: 200 }, async () => (await host.run('true')).code === 0)
    await control.until('its process is known again', () => find(master).processState === 'running' || find(master).processState === 'gone')
  }

  it('Hostile host names reach no host', async () => {
    for (const host of ['-oProxyCommand=touch /tmp/pwned', 'a;touch /tmp/pwned', 'x y', 'hôte', '$(touch /tmp/pwned)', 'h\ntouch']) {
      await expect(runner.run(host, ['true'], { deadlineMs: 5_000 })).rejects.toMatchObject({ code: 'bad-host' })
    }
    const odd = await runner.run(lab.hosts[0]!.ip, ['printf', '%s|', '$(id)', ';reboot', "'", '!!', '\\'], { deadlineMs: 60_000 })
    expect(odd.stdout).toBe("$(id)|;reboot|'|!!|\\|")
    await expect(runner.run(lab.hosts[0]!.ip, ['printf', '%s|', 'a\nb'], { deadlineMs: 60_000 })).rejects.toMatchObject({
      code: 'bad-argument',
    })
  })

  it('A JobManager, a ZooKeeper member and a TaskManager on other hosts are restarted by the commands of the plan', async () => {
    const { next } = await untilReady()
    const host = next.split(':')[0]!
    const plan = await control.plan({ kind: 'restart-jobmanager', target: next })
    expect(plan.steps[1]?.commands[0]).toMatch(
      new RegExp(`^ssh ${host} 'env .*FLINK_CONF_DIR=.*/bin/bash -l .*jobmanager\\.sh start ${host} 8081'$`),
    )
    const record = await done(control.start({ kind: 'restart-jobmanager', target: next }))
    expect(record).toMatchObject({
      steps: [{ host }, { output: expect.stringContaining('Starting standalonesession daemon') as string }, {}],
    })
    const follower = control.snapshot().quorum.members.find(({ mode }) => mode === 'follower')!.address
    await done(control.start({ kind: 'restart-member', target: follower }))
    await done(control.start({ kind: 'restart-taskmanager', target: lab.settings.workers[0]! }))
  })

  /** From the kill to its notification, over ssh. */
  async function measureExit(): Promise<number> {
    const { last } = await untilReady()
    const found = (await findProcesses(runner, last.split(':')[0]!, lab.confDir)).processes.find(({ java }) => java.kind === 'jobmanager')!
    const watch = createExitWatch(runner)
    let exitAt = 0
    let isWatched = false
    watch.watchExit(found.identity, { onExit: () => (exitAt = Date.now()), onWatched: () => (isWatched = true) })
    await expect.poll(() => isWatched, { timeout: 180_000 }).toBe(true)
    const killedAt = Date.now()
    process.kill(pidOf(last)!, 'SIGKILL')
    await expect.poll(() => exitAt, { timeout: 180_000, interval: 10 }).not.toBe(0)
    watch.close()
    await control.until('the console knows it too', () => find(last).processState === 'gone')
    await done(control.start({ kind: 'start-jobmanager', target: last }))
    return exitAt - killedAt
  }

  it('An exit on another host is known seconds before anything else would tell it', async () => {
    // It takes a tenth of a second. A busy machine may be late once; what is slow by itself is slow each time.
    const times = [await measureExit()]
    while (Math.min(...times) >= 5_000 && times.length < 3) times.push(await measureExit())
    expect(Math.min(...times), String(times)).toBeLessThan(5_000)
  })

  // The cable is pulled before the proof, while it is under way, or after it: each has its own right answer.
  it('When ssh is cut before the leader is killed, the leader lives and nothing is removed', async () => {
    const before = await untilReady()
    const pid = pidOf(before.leader)
    atMoment = async ({ step, when }) => void (step === 'kill' && when === 'before' && (await lab.getHost(before.leader).cut()))
    const record = await control.ended(await control.start({ kind: 'hand-over' }))
    expect(record, record.result ?? '').toMatchObject({
      state: 'refused',
      result: expect.stringMatching(/Nothing was killed|leader is not the one|ZooKeeper does not tell this console/) as string,
    })
    expect(record.steps.map(({ state }) => state)).toEqual(record.steps.map(() => 'skipped'))
    expect(pidOf(before.leader)).toBe(pid)
    expect((await readLine())[0]).toBe(before.session)
    await control.until('it is not proven running any more', (now) => now.leader?.process !== 'running')
    await expect(control.start({ kind: 'fenced-takeover' })).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringMatching(/not proven|ssh|ZooKeeper does not tell/) as string,
    })
    expect((await control.plan({ kind: 'stop-jobmanager', target: before.leader })).checks[0]).toMatchObject({ level: 'refusal' })
    await plugIn(before.leader)
  })

  it('When ssh is cut right after the kill, nothing is removed until the death is proven over the restored connection', async () => {
    const before = await untilReady()
    await lab.waitForCheckpoints(1, 300_000)
    const host = lab.getHost(before.leader)
    whileKilling = async () => {
      await waitUntil('it is killed', { within: 180_000, every: 5 }, () => pidOf(before.leader) === null)
      await host.cut()
    }
    const record = await control.ended(await control.start({ kind: 'hand-over' }))
    expect(record, record.result ?? '').toMatchObject({
      result: expect.stringMatching(/It is not proven that .* is dead: .*Nothing was removed from ZooKeeper/) as string,
    })
    expect(stepOf(record, 'fence').state).toBe('skipped')
    expect(pidOf(before.leader)).toBeNull()
    expect((await readLine())[0]).toBe(before.session)
    await plugIn(before.leader)
    const takeover = await done(control.start({ kind: 'fenced-takeover' }))
    expect(takeover.plan.steps[0]!.host).toBe(before.leader.split(':')[0])
    // Else ZooKeeper had ended its session before.
    expect(stepOf(takeover, 'fence').detail).toMatch(/^1 latch and \d+ locks? removed/)
    expect(leader()).toBe(before.next)
  })

  it('When ssh is cut after the proof, the next one leads and only the restart of the old leader is reported as failed', async () => {
    const before = await untilReady()
    // Not the cable: a ZooKeeper member runs on that host, and its quorum would elect while the cluster does.
    atMoment = async ({ step, when }) => void (step === 'kill' && when === 'after' && silenceSsh(before.leader))
    const record = await control.ended(await control.start({ kind: 'hand-over' }))
    expect(record.steps.map(({ id, state }) => [id, state])).toEqual([
      ['kill', 'done'],
      ['fence', 'done'],
      ['lead', 'done'],
      ['jobs', 'done'],
      ['restart', 'failed'],
      ['recovered', 'skipped'],
    ])
    expect(record).toMatchObject({ state: 'failed', result: expect.stringMatching(/ssh|did not end within|not known/) as string })
    expect(leader()).toBe(before.next)
    silenceSsh(before.leader, 'SIGCONT')
    await plugIn(before.leader)
    await done(control.start({ kind: 'start-jobmanager', target: before.leader }))
  })
})
