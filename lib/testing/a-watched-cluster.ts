import type { HaJob, HaTree, LeaderRecord, PointerNode } from '@/lib/flink/layouts/types'
import type { ClusterFacts, TreeFacts } from '@/lib/model/cluster-facts'
import { createSnapshotDeriver, EMPTY_MEMORY, type Memory } from '@/lib/model/derive-snapshot'
import type { HostProcess, JobManagerFacts, LinkFacts, MemberAnswer, MemberFacts, RestJob, TargetFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aSnapshotAt } from './a-snapshot'
import { someConfiguration } from './some-configuration'

/** A job as ZooKeeper and the leader tell it. */
export interface WatchedJob {
  jobId: string
  name: string
  /** Its newest checkpoint and how long ago that was completed, s. */
  checkpoint: number
  ageSeconds: number
  stateBytes: number
}

export const threeJobs: readonly WatchedJob[] = [
  { jobId: '899ba4fa6c1f1c6f4c4d9b1c7fd2d98c', name: 'orders-enrichment', checkpoint: 4182, ageSeconds: 3.1, stateBytes: 224_395_264 },
  { jobId: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1', name: 'fraud-rules', checkpoint: 911, ageSeconds: 1.4, stateBytes: 1_900_000_000 },
  { jobId: '51f7c3e96c1f1c6f4c4d9b1c7fd202aa', name: 'audit-sink', checkpoint: 77, ageSeconds: 4, stateBytes: 3_100_000 },
]

/** How a JobManager's web UI port is heard. */
export type Link = LinkFacts['state']

/** What differs from a cluster on three hosts that is well and led by jm1. */
export interface Watched {
  /** The one that ZooKeeper names, 1 to 3; null: none. Default 1. */
  leader?: number | null
  /** Since when it leads, s ago. */
  ledFor?: number
  /** In line, in its order; a session that is no number of a master is a stranger's. Default [1, 2, 3]. */
  line?: (number | string)[]
  masters?: number
  /** By number of the master: how its port is heard and since when, s ago. */
  links?: Record<number, [state: Link, since: number]>
  /** Masters whose log cannot be read. */
  mute?: number[]
  members?: number
  /** How all ZooKeeper members are heard. */
  memberLink?: MemberFacts['link']
  memberMode?: MemberAnswer['mode']
  jobs?: readonly WatchedJob[]
  /** What the leader tells of its jobs: default all run; null: it does not answer yet. */
  running?: number | null
  /** TaskManagers that the leader knows. Default 2. */
  taskManagers?: number
  /** Where the storage directory is. */
  storageDir?: string
  findTarget?: (pointer: PointerNode) => TargetFacts | null
  /** How the znodes are mirrored; default live. */
  tree?: Partial<TreeFacts>
  over?: Partial<ClusterFacts>
}

const SESSION_TIMEOUT_MS = 40_000
const HOSTS = [1, 2, 3]
const LEADER_SESSIONS = ['bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9', '1de0a7fd-93c1-4f5b-8a53-6f1d2e9c4411', '7c20a7fd-93c1-4f5b-8a53-6f1d2e9c0333']
const toSession = (one: number | string) => (typeof one === 'string' ? one : `0x1000015a68a000${one - 1}`)
const toMaster = (number: number) => `jm${number}:8081`

const LINK_WORDS: Record<Link, (master: string) => string> = {
  open: () => 'answers', connecting: () => 'connecting', refused: (master) => `nobody listens on ${master}`,
  frozen: () => 'accepts connections and answers nothing', silent: () => 'its host does not answer',
  unresolved: () => 'its name is not known', odd: () => 'answers, but not as a JobManager does',
}

/**
 * A cluster watched from one look to the next, each so many seconds before `now`: its snapshot is what the product itself
 * derives from these facts, word for word.
 */
export function aWatchedCluster(now: number, looks: readonly [secondsAgo: number, Watched][]): ClusterSnapshot {
  const derive = createSnapshotDeriver('e1')
  let memory: Memory = aMemory(now, looks[0]?.[1].masters ?? 3)
  let snapshot: ClusterSnapshot | null = null
  for (const [secondsAgo, watched] of looks) {
    const at = now - secondsAgo * 1_000
    const derived = derive(toFacts(watched, now, at), memory, snapshot, at)
    memory = derived.memory
    snapshot = derived.snapshot
  }
  if (!snapshot) throw new Error('a cluster that was never looked at has no snapshot')
  return snapshot
}

/** What was seen in the hours before. */
function aMemory(now: number, masters: number): Memory {
  const { lanes, events } = aSnapshotAt(now).aSnapshot()
  return { ...EMPTY_MEMORY, lanes: lanes.slice(0, masters), events, eventSerial: 5, taskManagers: 2, hasSeen: true }
}

function toFacts(watched: Watched, now: number, at: number): ClusterFacts {
  const { masters = 3, members = 3, storageDir = 'file:/var/flink/ha' } = watched
  const quorum = HOSTS.slice(0, members).map((number) => ({ host: `zk${number}`, port: 2181 }))
  const connectString = quorum.map(({ host, port }) => `${host}:${port}`).join(',')
  const numbers = HOSTS.slice(0, masters)
  return {
    id: 'east', name: 'east', confDir: '/opt/flink/conf', realConfDir: null, flinkVersion: '2.3.0',
    configuration: known('configuration', at - 60_000, someConfiguration({ quorum, connectString, storageDir, sessionTimeoutMs: SESSION_TIMEOUT_MS })),
    session: { state: 'connected', since: now - 90_000_000, member: 'zk1:2181', reason: null, lastHeardAt: at - 300 },
    tree: { status: 'live', since: now - 90_000_000, detail: null, at: at - 300, behindSince: null, tree: toTree(watched, now, storageDir), ...watched.tree },
    jobManagers: numbers.map((number) => toJobManager(watched, number, now, at)),
    members: quorum.map(({ host }, index) => toMember(watched, `${host}:2181`, index + 1, now, at)),
    processes: known('hosts', at - 1_000, numbers.filter((number) => watched.links?.[number]?.[0] !== 'refused').map((number) => toProcess(number, now))),
    localHosts: new Set(numbers.map((number) => `jm${number}`)),
    addresses: new Map(),
    findTarget: watched.findTarget ?? (({ handle }) => ({ state: 'present', bytes: handle.kind === 'file' ? handle.bytes : null, checkedAt: at - 2_000, detail: 'present, length as recorded' })),
    storage: known('haStorage', at - 2_000, { orphans: [], jobResults: { dirty: [], clean: [] } }),
    doctor: { at: at - 60_000, findings: [] },
    control: 'none', operation: null, fenced: null,
    ...watched.over,
  }
}

function toJobManager(watched: Watched, number: number, now: number, at: number): JobManagerFacts {
  const master = toMaster(number)
  const [state, since] = watched.links?.[number] ?? ['open', 90_000]
  const isNew = state === 'connecting'
  return {
    master,
    link: { state, since: now - since * 1_000, detail: LINK_WORDS[state](master), latencyMs: state === 'open' ? 2 + number : null, heardAt: isNew ? null : state === 'open' ? at - 500 : now - since * 1_000 },
    own: isNew ? unknown('jobManagers', at - 200, 'not asked yet') : known('jobManagers', at - 1_000, { flinkVersion: '2.3.0', rpcAddress: `jm${number}`, rpcPort: 50_010, restAddress: `jm${number}`, restPort: 8081, options: {} }),
    sessions: toSessions(watched, number, now, at),
    ...toTold(watched, state === 'open' && number === (watched.leader === undefined ? 1 : watched.leader), now, at),
  }
}

function toSessions({ mute, links }: Watched, number: number, now: number, at: number): JobManagerFacts['sessions'] {
  if (mute?.includes(number)) return unknown('jobManagers', now - 60_000, 'the log cannot be read: /jobmanager/log answers 403')
  if (links?.[number]?.[0] === 'connecting') return unknown('jobManagers', now - 60_000, 'not asked yet')
  return known('jobManagers', at - 1_000, [{ zkSessionId: toSession(number), member: `zk${number}/10.0.0.${number}:2181`, negotiatedTimeoutMs: SESSION_TIMEOUT_MS }])
}

/** What the leader's REST API tells of jobs and TaskManagers; of another one nothing is asked. */
function toTold({ jobs = threeJobs, running = jobs.length, taskManagers = 2 }: Watched, leads: boolean, now: number, at: number): Pick<JobManagerFacts, 'jobs' | 'checkpoints' | 'taskManagers'> {
  if (!leads || running === null) {
    const nothing = unknown('jobManagers', now - 60_000, 'not the leader')
    return { jobs: nothing, checkpoints: new Map(), taskManagers: nothing }
  }
  return {
    jobs: known('jobManagers', at, jobs.map((job, index): RestJob => ({ jobId: job.jobId, name: job.name, state: index < running ? 'RUNNING' : 'CREATED', startedAt: now - 9_073_000, tasks: { running: 4, total: 4 } }))),
    checkpoints: new Map(jobs.map((job) => [job.jobId, { jobId: job.jobId, newest: { id: String(job.checkpoint), completedAt: now - job.ageSeconds * 1_000, stateBytes: job.stateBytes }, intervalMs: 5_000, checkpointing: 'on' as const }])),
    taskManagers: known('jobManagers', at, { total: taskManagers, slotsTotal: taskManagers * 2, slotsFree: 0, detail: Array.from({ length: Math.min(taskManagers, 2) }, (_, index) => ({ id: `tm${index + 1}:40011-aa0${index + 1}`, slots: 2, slotsFree: 0 })) }),
  }
}

function toMember({ memberLink = 'open', memberMode, members = 3 }: Watched, address: string, number: number, now: number, at: number): MemberFacts {
  const isOpen = memberLink === 'open'
  const mode = memberMode ?? (members === 1 ? 'standalone' : number === 2 ? 'leader' : 'follower')
  const words = { open: 'answers', connecting: 'not heard yet', refused: `nobody listens on ${address}`, silent: 'its host does not answer', unresolved: 'its name is not known', frozen: 'accepts connections and answers nothing' }
  const isMute = mode === 'words-off'
  return {
    address, id: isMute ? null : String(number), link: memberLink, linkSince: now - 34_000, linkDetail: isMute ? 'answers; four-letter words and the AdminServer are off' : words[memberLink], heardAt: isOpen ? at - 1_000 : now - 34_000,
    answer: isOpen
      ? known('zookeeper', at - 1_000, { mode, version: isMute ? null : '3.9.3', latencyMs: isMute ? null : 0.3 + number / 10, zxid: isMute ? null : '0x3000001f4', connections: isMute ? null : 4, tickTimeMs: isMute ? null : 2_000, by: isMute ? 'none' : 'srvr', sessions: null })
      : unknown('zookeeper', now - 34_000, words[memberLink]),
  }
}

function toProcess(number: number, now: number): HostProcess {
  return { kind: 'jobmanager', pid: 2_800 + number, startedAt: now - 90_000_000, host: `jm${number}`, user: 'flink', configDir: '/opt/flink/conf', realConfigDir: null, hostArgument: `jm${number}`, webUiPort: 8081, state: 'running' }
}

function toTree({ leader = 1, ledFor = 8_040, line = [1, 2, 3], masters = 3, jobs = threeJobs }: Watched, now: number, storageDir: string): HaTree {
  const record = (path: string, address: string): LeaderRecord | null => leader === null ? null : {
    path, address, leaderSessionId: LEADER_SESSIONS[leader - 1]!, zkSessionId: toSession(leader), publishedAt: now - ledFor * 1_000, createdAt: now - 90_000_000, czxid: '0x300000001', mzxid: '0x3000001f4',
  }
  const contenders = line.filter((one) => typeof one === 'string' || one <= masters)
  return {
    era: '2.0-2.3', label: 'Flink 2.0–2.3',
    leader: record('leader/dispatcher/connection_info', `pekko.tcp://flink@jm${leader}:50010/user/rpc/dispatcher_1`),
    rest: record('leader/rest_server/connection_info', `http://jm${leader}:8081`),
    resourceManager: null, splitComponents: false,
    contenders: contenders.map((one, index) => {
      const name = `_c_0f5b2b7c-93c1-4f5b-8a53-6f1d2e9ce3f${index}-latch-${String(11 + index).padStart(10, '0')}`
      return { path: `leader/latch/${name}`, name, sequence: 11 + index, zkSessionId: toSession(one), joinedAt: now - 9_000_000, component: null }
    }),
    jobs: jobs.map((job) => toJob(job, now, storageDir)).sort((a, b) => (a.jobId < b.jobId ? -1 : 1)),
    applications: [], leftovers: [], problems: [],
  }
}

function toJob({ jobId, checkpoint, ageSeconds }: WatchedJob, now: number, storageDir: string): HaJob {
  const pointer = (path: string, file: string, bytes: number, seconds: number): PointerNode => ({
    path, handle: { kind: 'file', uri: `${storageDir}/default/${file}`, bytes, javaClass: 'org.apache.flink.runtime.state.filesystem.FileStateHandle' }, czxid: '0x3000001f0', mzxid: '0x3000001f0', createdAt: now - seconds * 1_000, locks: [],
  })
  return {
    jobId, graphKind: 'execution-plan',
    graph: pointer(`execution-plans/${jobId}`, `executionPlan${jobId.slice(0, 12)}`, 12_288, 9_073),
    checkpoints: [{ checkpointId: String(checkpoint), pointer: pointer(`jobs/${jobId}/checkpoints/${String(checkpoint).padStart(19, '0')}`, `completedCheckpoint${jobId.slice(0, 12)}`, 5_312, ageSeconds) }],
    nextCheckpointId: String(checkpoint + 1), leader: null, registry: null, problems: [],
  }
}
