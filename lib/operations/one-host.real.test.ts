import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOperator, type Operator } from '@/e2e/fixtures/start-operator'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { runCommand } from '@/e2e/lab/process/run-command'
import { verifyAudit } from '@/lib/journal/audit/verify'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'

let lab: Lab
let east: Operator
const bystanders: ChildProcess[] = []
let scratch: string

const leaderOf = ({ leader }: ClusterSnapshot) => leader?.master ?? 'nobody'
const standbyOf = ({ jobManagers }: ClusterSnapshot) => jobManagers.find(({ role }) => role === 'standby')?.master ?? 'nobody'
const isWhole = ({ leader, jobManagers }: ClusterSnapshot) =>
  leader?.process === 'running' && jobManagers.every(({ role, inLine }) => role === 'leader' || (role === 'standby' && inLine !== null))
const pidOf = (snapshot: ClusterSnapshot, master: string) => snapshot.jobManagers.find((jm) => jm.master === master)?.process?.pid ?? 0

/** Starts what an ended operation has stopped; it may be ending only now. */
async function makeWhole(): Promise<void> {
  await waitUntil('whole', { within: 300_000, every: 500 }, async () => {
    const { jobManagers } = east.snapshot()
    const down = jobManagers.find(({ role }) => role === 'down')
    if (down) await east.operate('start-jobmanager', down.master).catch(() => undefined)
    return isWhole(east.snapshot())
  })
}

/** A process with a JobManager's very command line, but for the conf folder. */
async function startBystander(port: string, confDir: string): Promise<ChildProcess> {
  const child = spawn('/bin/sh', [session, '--configDir', confDir, '-D', `rest.port=${port}`], {
    cwd: scratch,
    argv0: 'java',
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.once('spawn', resolve))
  bystanders.push(child)
  return child
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'us-bystander-'))
  await writeFile(join(scratch, session), 'while :; do sleep 0.2; done\n')
  lab = await startLab({ flink: '2.3.0', masters: 2, quorum: 3, jobs: 1, taskManagers: 1 })
  const memberConfDirs = Object.fromEntries(lab.zookeepers.map(({ id }) => [String(id), join(lab.folder, `zookeeper-${id}`, 'conf')]))
  east = await startOperator({ confDir: lab.confDir, flinkHome: lab.flinkHome, memberConfDirs })
  await east.sees(
    'leader and standby in line, with their processes',
    (now) => isWhole(now) && now.jobManagers.every(({ process }) => process !== null),
  )
})

afterAll(async () => {
  for (const child of bystanders) child.kill('SIGKILL')
  await east?.close()
  await lab?.close()
  await rm(scratch, { recursive: true, force: true })
})

describe.sequential('operations on one host', () => {
  it('Stopping a standby ends exactly its process and touches no process with its port or of another cluster', async () => {
    const standby = standbyOf(east.snapshot())
    const leaderPid = pidOf(east.snapshot(), leaderOf(east.snapshot()))
    const other = await startBystander(standby.split(':')[1] ?? '', '/another/conf')
    const plan = await east.plan('stop-jobmanager', standby)
    expect(plan.steps).toMatchObject([
      { host: 'localhost', commands: [expect.stringContaining(`kill -s TERM ${pidOf(east.snapshot(), standby)}`), expect.any(String)] },
    ])
    expect(plan.confirm).toBe('East')
    const record = await east.operate('stop-jobmanager', standby)
    expect(record).toMatchObject({ state: 'done', result: expect.stringContaining(`${standby} is stopped`), steps: [{ state: 'done' }] })
    expect(other.exitCode ?? other.signalCode).toBeNull()
    expect(pidOf(east.snapshot(), leaderOf(east.snapshot()))).toBe(leaderPid)
    expect(east.snapshot().operation).toBeNull()
  })

  it('A JobManager is not started while another process holds its port, and then starts and joins the line', async () => {
    const down = east.snapshot().jobManagers.find(({ role }) => role === 'down')?.master ?? ''
    await expect(east.operate('start-jobmanager', down)).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('/another/conf'),
    })
    bystanders.pop()?.kill('SIGKILL')
    const record = await east.operate('start-jobmanager', down)
    expect(record).toMatchObject({
      state: 'done',
      steps: [
        {
          state: 'done',
          commands: [
            expect.stringMatching(
              /^env FLINK_CONF_DIR=.*jobmanager\.sh start localhost \d+$|^env 'FLINK_CONF_DIR=.*jobmanager\.sh start localhost \d+$/,
            ),
          ],
          output: expect.stringContaining('Starting standalonesession daemon'),
        },
        { state: 'done' },
      ],
    })
    expect(isWhole(east.snapshot())).toBe(true)
    await expect(east.operate('start-jobmanager', down)).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining('runs already'),
    })
  })

  it('A wrong confirmation, an unknown target, and a wrong or missing leader session id are refused', async () => {
    const leader = leaderOf(east.snapshot())
    await expect(east.operate('stop-jobmanager', leader, { confirm: 'West' })).rejects.toMatchObject({ code: 'confirmation-needed' })
    await expect(east.operate('stop-jobmanager', leader, { confirm: null })).rejects.toMatchObject({ code: 'confirmation-needed' })
    await expect(east.operate('stop-jobmanager', leader, { expectedLeaderSessionId: '0'.repeat(36) })).rejects.toMatchObject({
      code: 'leader-changed',
    })
    await expect(east.operate('stop-jobmanager', leader, { expectedLeaderSessionId: null })).rejects.toMatchObject({
      code: 'leader-changed',
    })
    await expect(east.operate('stop-jobmanager', leader, { expectedLeaderSessionId: undefined })).rejects.toMatchObject({
      code: 'bad-request',
    })
    const targets = ['localhost:1', '-oProxyCommand=id:8081', 'a;b:8081', 'x y:1', 'hôte:8081', 'a\nb:1']
    await Promise.all(
      targets.flatMap((target) =>
        (['stop-jobmanager', 'stop-member', 'stop-taskmanager'] as const).map((kind) =>
          expect(east.operate(kind, target)).rejects.toMatchObject({ code: 'operation-refused' }),
        ),
      ),
    )
    expect(isWhole(east.snapshot())).toBe(true)
  })

  it('Stopping the leader lets the standby take over, and a plan made before does not touch the new leader', async () => {
    const leader = leaderOf(east.snapshot())
    const plan = await east.plan('stop-jobmanager', standbyOf(east.snapshot()))
    const begun = await east.begin('stop-jobmanager', leader, { reason: 'kernel update' })
    await expect(east.begin('start-taskmanager', 'localhost')).rejects.toMatchObject({ code: expect.stringMatching(/operation-r/) })
    const record = await east.end(begun.id)
    expect(record).toMatchObject({ state: 'done', reason: 'kernel update', by: { name: 'Ada' } })
    await east.sees('the other leads', (now) => now.leader?.process === 'running' && leaderOf(now) !== leader)
    const alone = leaderOf(east.snapshot())
    await expect(east.operate('stop-jobmanager', alone)).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining(`no leader without ${alone}`),
    })
    await expect(
      east.operate('stop-jobmanager', alone, {
        expectedLeaderSessionId: plan.expectedLeaderSessionId,
        override: `no leader without ${alone}`,
      }),
    ).rejects.toMatchObject({ code: 'leader-changed' })
    expect(leaderOf(east.snapshot())).toBe(alone)
    expect((await east.operate('start-jobmanager', leader)).state).toBe('done')
  })

  it('A rolling restart of the JobManagers restarts the standbys first and the leader last', async () => {
    const before = east.snapshot()
    const pids = before.jobManagers.map(({ process }) => process?.pid)
    const plan = await east.plan('rolling-restart-jobmanagers')
    expect(plan.steps.filter(({ id }) => id.startsWith('stop-')).map(({ id }) => id)).toEqual([
      `stop-${standbyOf(before)}`,
      `stop-${leaderOf(before)}`,
    ])
    const record = await east.operate('rolling-restart-jobmanagers')
    expect(record).toMatchObject({ state: 'done', result: expect.stringContaining('All 2 JobManagers were restarted') })
    await east.sees('whole', isWhole)
    expect(leaderOf(east.snapshot())).toBe(standbyOf(before))
    for (const { process } of east.snapshot().jobManagers) expect(pids).not.toContain(process?.pid)
  })

  it('An extra TaskManager needs an override, and a dead one that is still counted does not pass for the started one', async () => {
    const { taskManagers: before } = await east.sees('the leader counts one', ({ taskManagers }) => taskManagers.total === 1)
    await expect(east.operate('start-taskmanager', 'localhost')).rejects.toMatchObject({ code: 'operation-refused' })
    const plan = await east.plan('start-taskmanager', 'localhost')
    expect(plan.checks.find(({ level }) => level === 'refusal')?.override).toBe('one TaskManager more on localhost')
    await lab.taskManagers[0]!.kill()
    // Counted until its heartbeat is missed, which takes 50 s.
    const record = await east.operate('start-cluster')
    expect(record).toMatchObject({ state: 'done', steps: [{ id: 'start-taskmanager-localhost-1' }, { id: 'counted' }] })
    const now = east.snapshot().taskManagers.detail.map(({ id }) => id)
    const fresh = now.filter((id) => id !== before.detail[0]!.id)
    expect(fresh).toHaveLength(1)
    expect(record.steps[1]!.detail).toContain(`The leader counts ${fresh[0]};`)
    await expect(east.operate('stop-taskmanager', 'localhost#1')).rejects.toMatchObject({ code: 'operation-refused' })
    expect(await east.operate('stop-taskmanager', 'localhost')).toMatchObject({
      state: 'done',
      result: expect.stringContaining('The TaskManager on localhost is stopped'),
    })
    await expect(east.operate('stop-taskmanager', 'localhost')).rejects.toMatchObject({ code: 'operation-refused' })
  })

  it('A ZooKeeper member is stopped while the quorum has a spare, and the next needs an override', async () => {
    const { members } = east.snapshot().quorum
    const follower = members.find(({ mode }) => mode === 'follower')?.address ?? ''
    const leader = members.find(({ mode }) => mode === 'leader')?.address ?? ''
    expect(await east.operate('stop-member', follower)).toMatchObject({ state: 'done', result: expect.stringContaining('is stopped') })
    await expect(east.operate('stop-member', leader)).rejects.toMatchObject({
      code: 'operation-refused',
      message: expect.stringContaining(`${leader} may stop the quorum`),
    })
    await expect(east.operate('stop-member', leader, { override: 'yes' })).rejects.toMatchObject({ code: 'operation-refused' })
    await expect(east.operate('rolling-restart-quorum')).rejects.toMatchObject({ code: 'operation-refused' })
    expect(await east.operate('start-member', follower)).toMatchObject({ state: 'done' })
    await east.sees('spare again', ({ quorum }) => quorum.spare === 1)
  })

  it('A rolling restart of the quorum restarts the followers first and its leader last, and keeps a majority', async () => {
    const before = east.snapshot().quorum
    // Two of three run at every moment; while they elect a leader anew, neither is one.
    const running: number[] = []
    const stop = east.console.subscribe('east', ({ snapshot }) =>
      running.push(snapshot.quorum.members.filter(({ mode }) => mode !== 'down').length),
    )
    const record = await east.operate('rolling-restart-quorum')
    stop?.()
    expect(record).toMatchObject({ state: 'done', result: expect.stringContaining('All 3 ZooKeeper servers were restarted') })
    const order = record.steps.filter(({ id }) => id.startsWith('stop-')).map(({ title }) => title.replace('Stop ZooKeeper ', ''))
    expect(order.at(-1)).toBe(before.members.find(({ mode }) => mode === 'leader')?.address)
    expect(Math.min(...running)).toBe(2)
  })

  it('An abort keeps the completed steps, and the emergency stop forbids everything until it is lifted', async () => {
    await east.sees('whole', isWhole)
    const standby = standbyOf(east.snapshot())
    const begun = await east.begin('restart-jobmanager', standby)
    await east.sees('it waits for its place', ({ operation }) => operation?.step.startsWith('Wait until') ?? false)
    await east.operations.abort(begun.id, { actor: { kind: 'person', id: 'bo', name: 'Bo', role: 'operator' }, from: null })
    expect(await east.end(begun.id)).toMatchObject({
      state: 'aborted',
      abortedBy: 'Bo',
      steps: [{ state: 'done' }, { state: 'done' }, { state: 'aborted' }],
    })
    await east.sees('whole', isWhole)
    const by = { actor: { kind: 'person' as const, id: 'bo', name: 'Bo', role: 'administrator' as const }, from: null }
    const second = await east.begin('rolling-restart-jobmanagers')
    await east.operations.raiseEmergencyStop(by, 'smoke')
    expect(await east.end(second.id)).toMatchObject({ state: 'aborted', result: expect.stringContaining('emergency stop') })
    await expect(east.operate('stop-jobmanager', standby)).rejects.toMatchObject({
      code: 'emergency-stop',
      message: expect.stringContaining('smoke'),
    })
    await east.operations.liftEmergencyStop(by, null)
    await makeWhole()
  })

  it('Flink’s own stop script signals no pid of a process that this program ended', async () => {
    const folder = await mkdtemp(join(scratch, 'pids-'))
    await writeFile(join(folder, 'flink-x-standalonesession.pid'), `${(await startBystander('9998', '/another/conf')).pid}\nstopped\n`)
    const stop = () =>
      runCommand(join(lab.flinkHome, 'bin', 'flink-daemon.sh'), ['stop', 'standalonesession'], {
        env: { ...process.env, FLINK_CONF_DIR: lab.confDir, FLINK_PID_DIR: folder, FLINK_IDENT_STRING: 'x' },
      })
    expect((await stop()).stdout).toContain('No standalonesession daemon (pid: stopped) is running anymore')
    expect(bystanders.at(-1)!.signalCode).toBeNull()
    bystanders.pop()?.kill('SIGKILL')
  })

  it('The whole cluster and its quorum are stopped and started again, and the job continues', async () => {
    const other = await startBystander('9999', '/another/conf')
    expect(await east.operate('stop-cluster')).toMatchObject({ state: 'done' })
    expect(east.snapshot().jobManagers.every(({ role }) => role === 'down')).toBe(true)
    expect(await east.operate('stop-quorum')).toMatchObject({ state: 'done' })
    expect((await readdir(lab.settings.pidFolder!)).filter((name) => /(standalonesession|zookeeper)\.pid$/.test(name))).toEqual([])
    await expect(east.operate('start-cluster')).rejects.toMatchObject({ code: 'operation-refused' })
    expect(await east.operate('start-quorum')).toMatchObject({ state: 'done' })
    await east.sees('ZooKeeper is heard', ({ sources }) => sources.zookeeper.state === 'live')
    expect(await east.operate('start-cluster')).toMatchObject({ state: 'done' })
    await east.sees('the job runs', ({ recovery }) => recovery.jobs[0]?.state === 'running')
    expect(other.exitCode ?? other.signalCode).toBeNull()
  })

  it('The audit log records attempts, refusals and results, and its hash chain holds', async () => {
    const rows = await east.journal.db.selectFrom('audit').select(['action', 'result', 'actor_name', 'reason']).execute()
    expect(rows).toContainEqual({ action: 'operation.stop-jobmanager', result: 'done', actor_name: 'Ada', reason: 'kernel update' })
    expect(rows.filter(({ result }) => result === 'refused').length).toBeGreaterThan(10)
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['operation.abort', 'emergency-stop.raise', 'emergency-stop.lift']),
    )
    expect(await verifyAudit(east.journal)).toMatchObject({ brokenAt: null })
    expect((await east.operations.list({ clusterId: 'east', limit: 3 })).map(({ kind }) => kind)).toEqual([
      'start-cluster',
      'start-quorum',
      'stop-quorum',
    ])
  })
})
