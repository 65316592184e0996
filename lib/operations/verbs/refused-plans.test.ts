import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import type { ClusterSnapshot, JobManager, MemberMode } from '@/lib/model/snapshot'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { checkPidFile } from '../processes/pid-file'
import { OperationError, type PlanContext, type PlanDraft, type StepContext, type Verb } from '../run/verb'
import { restartJobManager } from './restart-jobmanager'
import { restartMember } from './restart-member'
import { restartTaskManager } from './restart-taskmanager'
import { rollingRestartJobManagers } from './rolling-restart-jobmanagers'
import { startCluster } from './start-cluster'
import { startJobManager } from './start-jobmanager'
import { startMember } from './start-member'
import { startQuorum } from './start-quorum'
import { startTaskManager } from './start-taskmanager'
import { stopCluster } from './stop-cluster'
import { stopQuorum } from './stop-quorum'

/** What docs/guide.md says of refusals, one sentence per test: plans for this very machine, on which none of these runs. */
const masters = ['localhost:8081', 'localhost:8082']
const zooCfg = 'tickTime=2000\nclientPort=2181\ndataDir=/zk\nserver.1=localhost:2888:3888\n'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'us-refused-'))
  await mkdir(join(folder, 'bin'))
  await mkdir(join(folder, 'conf'))
  for (const script of ['jobmanager.sh', 'taskmanager.sh', 'zookeeper.sh']) {
    await writeFile(join(folder, 'bin', script), '#!/bin/sh\n')
    await chmod(join(folder, 'bin', script), 0o755)
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Found by its command line, as a host shows it. */
function aProcess(words: readonly string[], pid: number): FoundProcess {
  const java = parseJavaCommandLine(['java', ...words])
  if (!java) throw new Error('no command line of Flink’s')
  return {
    identity: { host: 'localhost', pid, start: String(pid), boot: 'b', command: '1' },
    java,
    user: 'flink',
    state: 'running',
    startedAt: null,
    arguments: ['java', ...words],
    usesConfDir: true,
    realConfigDir: null,
    listens: null,
    isNetworkApart: false,
    ageMs: 600_000,
  }
}
const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const aMaster = (port: number) =>
  aProcess([session, '--configDir', join(folder, 'conf'), '--host', 'localhost', '--webui-port', String(port)], port)
const aWorker = (pid = 70) =>
  aProcess(['org.apache.flink.runtime.taskexecutor.TaskManagerRunner', '--configDir', join(folder, 'conf')], pid)

interface Given {
  target?: string
  texts?: Record<string, string>
  snapshot?: ClusterSnapshot
  processes?: FoundProcess[]
}
function aContext({ target, texts = {}, snapshot = aSnapshot(), processes = [] }: Given): PlanContext {
  const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
  const configuration = parseConfTexts({
    'config.yaml': 'high-availability.type: zookeeper\nhigh-availability.zookeeper.quorum: localhost:2181\n',
    masters: `${masters.join('\n')}\n`,
    workers: 'localhost\n',
    'zoo.cfg': zooCfg,
    ...texts,
  })
  const context: Partial<PlanContext> = {
    settings: {
      id: 'east',
      name: 'East',
      confDir: join(folder, 'conf'),
      hosts: { memberConfDirs: {} },
    } as unknown as PlanContext['settings'],
    target: target ?? null,
    snapshot,
    configuration,
    flinkHome: folder,
    signal: new AbortController().signal,
    hosts: {
      runner,
      findProcesses: async () => ({ processes, seesAll: true, unread: [], user: 'flink' }),
      sendSignal: vi.fn(async () => 'sent' as const),
      askIfGone: async () => 'there',
      waitUntilGone: async () => true,
    },
  }
  return context as PlanContext
}
const plan = ({ plan: make }: Verb, given: Given) => make(aContext(given))
const refusals = ({ checks }: PlanDraft) => checks.filter(({ level }) => level === 'refusal').map(({ code, text }) => [code, text])

function aQuorum(mode: MemberMode, serving: boolean): ClusterSnapshot {
  const snapshot = aSnapshot()
  const members = [{ ...snapshot.quorum.members[0]!, address: 'localhost:2181', mode }]
  return { ...snapshot, quorum: { ...snapshot.quorum, serving, members } }
}
const notServing = () => aQuorum('down', false)
/** No line has a process that answers. */
const nobody = (snapshot = aQuorum('leader', true)): ClusterSnapshot => ({
  ...snapshot,
  jobManagers: masters.map((master): JobManager => ({ ...snapshot.jobManagers[0]!, master, role: 'down', processState: 'gone' })),
})

describe('start plans', () => {
  it.each([
    [startJobManager, masters[0]!, 'jobmanager.sh', nobody],
    [startTaskManager, 'localhost', 'taskmanager.sh', nobody],
    [startMember, 'localhost:2181', 'zookeeper.sh', notServing],
  ] as const)('The plan $kind is refused exactly where Flink’s script is missing', async (verb, target, script, makeSnapshot) => {
    expect(refusals(await plan(verb, { target, snapshot: makeSnapshot() }))).toEqual([])
    await rm(join(folder, 'bin', script))
    const [[code, text] = []] = refusals(await plan(verb, { target, snapshot: makeSnapshot() }))
    expect([code, text]).toEqual(['script', expect.stringContaining(`${join(folder, 'bin', script)} or the conf folder`)])
  })

  it('The start of a JobManager or the whole cluster is refused while ZooKeeper does not serve', async () => {
    const snapshot = nobody(notServing())
    await expect(plan(startJobManager, { target: masters[0]!, snapshot })).rejects.toMatchObject({
      code: 'refused',
      message: 'ZooKeeper does not serve, so it could not join the election. Start the quorum first.',
    })
    await expect(plan(startCluster, { snapshot })).rejects.toMatchObject({
      code: 'refused',
      message: 'ZooKeeper does not serve, so there could be no leader. Start the quorum first.',
    })
  })

  it('The start of a ZooKeeper member is refused when another member of its machine has the same conf folder', async () => {
    const texts = {
      'zoo.cfg': `${zooCfg}server.2=localhost:2889:3889\n`,
    }
    const [[code, text] = []] = refusals(await plan(startMember, { target: 'localhost:2181', texts, snapshot: notServing() }))
    expect([code, text]).toEqual(['shared-folder', expect.stringContaining('Name the folder of each under memberConfDirs')])
  })

  it('The start of the whole cluster or quorum is refused when nothing is missing', async () => {
    const processes = [aMaster(8081), aMaster(8082), aWorker()]
    await expect(plan(startCluster, { processes, snapshot: aQuorum('leader', true) })).rejects.toMatchObject({
      code: 'refused',
      message: 'Every JobManager of masters and every TaskManager of workers runs already.',
    })
    const file = join(folder, 'conf', 'zoo.cfg')
    await writeFile(file, zooCfg)
    const zoo = aProcess(['org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer', '--zkConfigFile', file, '--peerId', '1'], 90)
    await expect(plan(startQuorum, { processes: [zoo], snapshot: aQuorum('leader', true) })).rejects.toMatchObject({
      code: 'refused',
      message: 'All 1 ZooKeeper servers of zoo.cfg run already.',
    })
  })
})

describe('stops and restarts', () => {
  const aMember = async (pid: number) => {
    const file = join(folder, 'conf', 'zoo.cfg')
    await writeFile(file, zooCfg)
    return aProcess(['org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer', '--zkConfigFile', file, '--peerId', '1'], pid)
  }

  it.each([
    ['a ZooKeeper member', restartMember, 'localhost:2181', 'start-member-1', aMember],
    ['a TaskManager', restartTaskManager, 'localhost', 'start-taskmanager-localhost', async (pid: number) => aWorker(pid)],
  ] as const)('A restart of %s uses the process that a supervisor started again', async (_what, verb, target, id, make) => {
    const processes: FoundProcess[] = [await make(70)]
    const { steps } = await plan(verb, { target, processes, snapshot: aQuorum('leader', true) })
    processes.splice(0, 1, await make(71))
    const run = vi.fn()
    const step: Partial<StepContext> = { run, say: () => {}, signal: new AbortController().signal }
    expect(await steps.find((one) => one.id === id)!.run(step as StepContext)).toMatch(
      /runs already as pid 71 on localhost: something else started it again, so Flink’s script was not run\.$/,
    )
    expect(run).not.toHaveBeenCalled()
  })

  it('A restart is refused for a JobManager of one application, which its own start script alone can start again', async () => {
    const words = ['--configDir', join(folder, 'conf'), '--host', 'localhost', '--webui-port', '8081']
    const process = aProcess(['org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint', ...words], 80)
    await expect(
      plan(restartJobManager, { target: masters[0]!, processes: [process], snapshot: aQuorum('leader', true) }),
    ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('runs one application') as string })
  })

  it('A stop of the cluster or of the quorum is refused where nothing runs', async () => {
    await expect(plan(stopCluster, {})).rejects.toMatchObject({
      code: 'refused',
      message: `No process with the conf folder ${join(folder, 'conf')} runs on the hosts of masters and workers.`,
    })
    await expect(plan(stopQuorum, { snapshot: aQuorum('leader', true) })).rejects.toMatchObject({
      code: 'refused',
      message: 'No ZooKeeper server of zoo.cfg that Flink’s script started runs.',
    })
  })
})

describe('a rolling restart of the JobManagers', () => {
  const snapshotWith = (over: Partial<JobManager> = {}): ClusterSnapshot => {
    const snapshot = aQuorum('leader', true)
    const [first] = snapshot.jobManagers
    const toJobManager = (master: string, role: JobManager['role'], inLine: number) => ({ ...first!, master, role, inLine })
    return {
      ...snapshot,
      leader: { ...snapshot.leader!, master: masters[0]!, process: 'running' },
      jobManagers: [toJobManager(masters[0]!, 'leader', 0), { ...toJobManager(masters[1]!, 'standby', 1), ...over }],
    }
  }
  /** The second round, the leader’s, with the cluster as it is by then. */
  async function runLastStop(now: ClusterSnapshot, assertSameLeader: () => void) {
    const context = aContext({ processes: [aMaster(8081), aMaster(8082)], snapshot: snapshotWith() })
    const { steps } = await rollingRestartJobManagers.plan(context)
    const stop = steps.find(({ id }) => id === `stop-${masters[0]}`)!
    const step: Partial<StepContext> = { snapshot: () => now, assertSameLeader, say: () => {}, signal: new AbortController().signal }
    const ended = await stop.run(step as StepContext).then(
      () => null,
      (error: unknown) => error,
    )
    return { ended, sent: vi.mocked(context.hosts.sendSignal).mock.calls.length }
  }

  it('A rolling restart of the JobManagers ends before its next stop when one of them is missing', async () => {
    expect(await runLastStop(snapshotWith({ role: 'down' }), () => {})).toEqual({
      ended: new OperationError('refused', 'localhost:8082 is down: nothing more is restarted. Fix that, then plan anew.'),
      sent: 0,
    })
  })

  it('A rolling restart of the JobManagers ends before its next stop when the leader changed', async () => {
    const changed = new OperationError('leader-changed', 'Another one leads.')
    const assertSameLeader = () => {
      throw changed
    }
    expect(await runLastStop(snapshotWith(), assertSameLeader)).toEqual({ ended: changed, sent: 0 })
  })
})

describe('the pid file of Flink’s scripts', () => {
  const check = async (pids: string | null) => {
    if (pids !== null) await writeFile(join(folder, 'flink-root-standalonesession.pid'), pids)
    const context = aContext({ texts: { 'config.yaml': `env.pid.dir: ${folder}\n` } })
    return (await checkPidFile(context, aMaster(8081), 'standalonesession')).text
  }

  it('The plan names the process that Flink’s own stop script would end, the last of the pid file', async () => {
    expect(await check('8081\n4711\n')).toBe(
      'Flink’s own stop script would end pid 4711 instead, the last in its pid file on localhost. It is not used here.',
    )
    expect(await check('4711\n8081\n')).toBe('Pid 8081 is the last in its pid file too.')
  })

  it('The plan says that no pid file names the process', async () => {
    expect(await check('4711\n')).toBe(`No pid file in ${folder} on localhost names pid 8081; it was found by its command line.`)
    await rm(join(folder, 'flink-root-standalonesession.pid'))
    expect(await check(null)).toContain('No pid file in')
  })
})
