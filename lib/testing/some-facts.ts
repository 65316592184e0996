import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { ZnodeTree } from '@/lib/flink/layouts/znode'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import type { HostProcess, JobManagerFacts, MemberFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import { someConfiguration } from './some-configuration'
import { loadRecordedTree, type RecordedFolder } from './recorded/recorded-flink'

/** Reference time of all facts. */
export const aNow = Date.parse('2026-11-22T15:31:00.000Z')

/** `logged`: the ZooKeeper sessions its log names; without it the log cannot be read. */
type JobManagerOver = Partial<JobManagerFacts> & { rpcPort?: number; logged?: string[]; version?: string }

export function aJobManager(master: string, over: JobManagerOver = {}): JobManagerFacts {
  const { rpcPort = 6123, logged, version = '1.20.1', ...rest } = over
  const port = Number(master.split(':').at(-1))
  const host = master.slice(0, master.lastIndexOf(':'))
  return {
    master,
    link: { state: 'open', since: aNow - 60_000, detail: 'answers', latencyMs: 3, heardAt: aNow - 500 },
    leaderlessSince: null,
    serving: true,
    own: known('jobManagers', aNow - 1_000, {
      flinkVersion: version,
      rpcAddress: host,
      rpcPort,
      restAddress: host,
      restPort: port,
      options: {},
    }),
    sessions: logged
      ? known(
          'jobManagers',
          aNow - 1_000,
          logged.map((zkSessionId) => ({ zkSessionId, member: 'localhost/127.0.0.1:2181', negotiatedTimeoutMs: 40_000 })),
        )
      : unknown('jobManagers', aNow - 60_000, 'its log cannot be read (403)'),
    jobs: unknown('jobManagers', aNow - 60_000, 'not the leader'),
    checkpoints: new Map(),
    failures: new Map(),
    taskManagers: unknown('jobManagers', aNow - 60_000, 'not the leader'),
    ...rest,
  }
}

export function aDeadJobManager(master: string, over: JobManagerOver = {}): JobManagerFacts {
  const before = aJobManager(master, over)
  return {
    ...before,
    link: { state: 'refused', since: aNow - 2_000, detail: `nothing listens on ${master}`, latencyMs: null, heardAt: aNow - 2_000 },
  }
}

export function aFrozenJobManager(master: string, over: JobManagerOver = {}): JobManagerFacts {
  const before = aJobManager(master, over)
  return {
    ...before,
    link: {
      state: 'frozen',
      since: aNow - 5_000,
      detail: 'accepts connections and answers nothing',
      latencyMs: null,
      heardAt: aNow - 7_000,
    },
  }
}

export function aMember(
  address: string,
  mode: 'leader' | 'follower' | 'standalone' | 'no-quorum' | 'words-off' = 'standalone',
  over: Partial<MemberFacts> = {},
): MemberFacts {
  return {
    address,
    id: null,
    link: 'open',
    linkSince: aNow - 60_000,
    linkDetail: 'answers',
    heardAt: aNow - 1_000,
    answer: known('zookeeper', aNow - 1_000, {
      mode,
      version: '3.7.1',
      latencyMs: 1,
      zxid: '0x30',
      connections: 5,
      tickTimeMs: 2000,
      by: 'srvr',
      sessions: null,
    }),
    ...over,
  }
}

export function aDownMember(address: string): MemberFacts {
  return aMember(address, 'follower', {
    link: 'refused',
    linkSince: aNow - 1_000,
    linkDetail: `nothing listens on ${address}`,
    answer: unknown('zookeeper', aNow - 1_000, 'down'),
  })
}

/** Facts of a live recorded tree with two masters on localhost; every pointer's file exists unless `findTarget` overrides it. */
export function someFacts(tree: ZnodeTree | null, over: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    id: 'east',
    name: 'east',
    confDir: '/opt/flink/conf',
    webUi: null,
    realConfDir: null,
    flinkVersion: '1.20.1',
    configuration: known('configuration', aNow - 30_000, someConfiguration()),
    session: { state: 'connected', since: aNow - 60_000, member: 'localhost:2181', reason: null, lastHeardAt: aNow - 300 },
    tree: { status: 'live', since: aNow - 60_000, detail: null, at: aNow - 300, behindSince: null, tree: tree && decodeHaTree(tree) },
    jobManagers: [aJobManager('localhost:8081'), aJobManager('localhost:8082')],
    members: [aMember('localhost:2181')],
    processes: unknown('hosts', aNow - 60_000, 'not this host'),
    localHosts: new Set(),
    addresses: new Map([['localhost', ['127.0.0.1', '::1']]]),
    findTarget: () => ({ state: 'present', bytes: 4096, checkedAt: aNow - 1_000, detail: 'present, length as recorded' }),
    storage: unknown('haStorage', aNow - 60_000, 'not listed'),
    doctor: null,
    control: 'none',
    operation: null,
    fenced: null,
    holders: [],
    ...over,
  }
}

export function someRecordedFacts(folder: RecordedFolder, label: string, over: Partial<ClusterFacts> = {}): ClusterFacts {
  return someFacts(loadRecordedTree(folder, label), over)
}

/** A JobManager's process as its host lists it. */
export function aHostProcess(over: Partial<HostProcess> = {}): HostProcess {
  return {
    kind: 'jobmanager',
    pid: 4711,
    startedAt: null,
    host: 'localhost',
    user: 'flink',
    configDir: null,
    realConfigDir: null,
    hostArgument: 'localhost',
    webUiPort: 8_081,
    listens: null,
    state: 'running',
    ...over,
  }
}
