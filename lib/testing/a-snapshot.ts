import type { IsoTime, Provenance, SourceName } from '@/lib/model/observed'
import type {
  ClusterSnapshot,
  JobManager,
  Lane,
  Leader,
  Pointer,
  QuorumMember,
  RecoveryJob,
  JobManagerRole,
  SourceStatus,
  Takeover,
} from '@/lib/model/snapshot'

/** Default time of all builders, so that tests do not depend on the day. */
export const aMoment = Date.parse('2026-03-14T13:58:15.000Z')

/** Builders for one time. `ago(3)` is the ISO time three seconds before it. */
export function aSnapshotAt(now: number) {
  const ago = (seconds: number): IsoTime => new Date(now - seconds * 1000).toISOString()
  const seen = (source: SourceName, seconds = 1, detail?: string): Provenance =>
    detail === undefined ? { known: true, source, at: ago(seconds) } : { known: true, source, at: ago(seconds), detail }
  const live = (seconds = 1): SourceStatus => ({ state: 'live', lastHeardAt: ago(seconds) })

  const aPointer = (over: Partial<Pointer> = {}): Pointer => ({
    handle: 'file',
    path: 'file:/var/flink/ha/default/completedCheckpoint5f1c09aa71de',
    bytes: 5_312,
    target: 'present',
    checkedAt: ago(2),
    detail: 'The file is there and has the length the pointer names.',
    znode: '/jobs/899ba4fa6c1f1c6f4c4d9b1c7fd2d98c/checkpoints/0000000000000004182',
    ...over,
  })

  const aJob = (over: Partial<RecoveryJob> & { number?: number; ageSeconds?: number } = {}): RecoveryJob => {
    const { number = 4182, ageSeconds = 3.1, ...rest } = over
    return {
      jobId: '899ba4fa6c1f1c6f4c4d9b1c7fd2d98c',
      name: 'orders-enrichment',
      state: 'running',
      stateAt: ago(1),
      tasks: { running: 4, finished: 0, total: 4 },
      failures: null,
      leaderMaster: 'jm1:8081',
      graph: aPointer({
        path: 'file:/var/flink/ha/default/executionPlan2c61e9fd1a77',
        bytes: 12_288,
        znode: '/execution-plans/899ba4fa6c1f1c6f4c4d9b1c7fd2d98c',
      }),
      checkpoints: [{ checkpointId: String(number), pointer: aPointer(), completedAt: ago(ageSeconds) }],
      nextCheckpointId: String(number + 1),
      verdict: 'recoverable',
      verdictDetail: 'Plan and newest checkpoint are both in the storage directory.',
      locks: [],
      stateBytes: 224_395_264,
      checkpointIntervalMs: 5_000,
      ...rest,
    }
  }

  const aMaster = (master: string, role: JobManagerRole, over: Partial<JobManager> = {}): JobManager => {
    const host = master.split(':')[0] ?? master
    const number = Number(/\d+/.exec(host)?.[0] ?? 1)
    return {
      master,
      role,
      roleDetail: role === 'leader' ? 'Its address stands in ZooKeeper.' : 'Its log names the session that holds its place in the line.',
      inLine: role === 'leader' ? 0 : role === 'standby' ? number - 1 : null,
      zkSessionId: `0x1000015a68a000${number - 1}`,
      proof: role === 'leader' ? 'leader-address' : 'logged-session',
      sessionTimeoutMs: 40_000,
      zkMember: `zk${number}:2181`,
      webUi: { reachable: true, latencyMs: 2 + number, checkedAt: ago(1), servesLeaderData: role === 'standby', detail: 'Answers.' },
      version: '2.3.0',
      rpcPort: 50_010,
      process: { pid: 2_800 + number, startedAt: ago(90_000), host },
      processState: 'running',
      doing: null,
      provenance: seen('jobManagers'),
      ...over,
    }
  }

  const aMember = (number: number, mode: QuorumMember['mode'], over: Partial<QuorumMember> = {}): QuorumMember => ({
    id: String(number),
    address: `zk${number}:2181`,
    mode,
    version: '3.9.3',
    latencyMs: 0.3 + number / 10,
    zxid: '0x3000001f4',
    detail: 'Answered srvr.',
    connections: 4,
    carries: [`jm${number}:8081`],
    provenance: seen('zookeeper', 1, 'srvr'),
    ...over,
  })

  const aLeader = (over: Partial<Leader> = {}): Leader => ({
    master: 'jm1:8081',
    restAddress: 'http://jm1:8081',
    rpcAddress: 'pekko.tcp://flink@jm1:50010/user/rpc/dispatcher_1',
    leaderSessionId: 'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9',
    zkSessionId: '0x1000015a68a0000',
    since: ago(8_040),
    process: 'running',
    processDetail: 'Its web UI port answers.',
    processSince: null,
    provenance: seen('zookeeper', 0.4),
    ...over,
  })

  const aTakeover = (over: Partial<Takeover> = {}): Takeover => ({
    standby: 'jm2:8081',
    windowMs: { earliest: 26_667, latest: 42_000 },
    windowBasis:
      'ZooKeeper granted the leader a session of 40 s (read from its log) and its tick is 2 s (read with srvr). A client may be silent for a third of the session before it pings, and the server ends it at the next tick: 26.7 s to 42 s after the crash.',
    sessionTimeoutMs: 40_000,
    tickTimeMs: 2_000,
    fencedMs: null,
    fencedDetail: 'this console does not act on this cluster’s hosts',
    replayFrom: ago(4),
    since: null,
    expectedBetween: null,
    startedAt: null,
    lastLeader: null,
    doing: null,
    phases: [],
    ...over,
  })

  const lanes: Lane[] = [
    {
      master: 'jm1:8081',
      spans: [
        span('standby', 86_400, 67_000),
        span('leader', 67_000, 36_300),
        span('down', 36_300, 33_900),
        span('standby', 33_900, 8_040),
        span('leader', 8_040, null),
      ],
    },
    {
      master: 'jm2:8081',
      spans: [
        span('leader', 86_400, 67_034),
        span('standby', 67_000, 36_260),
        span('leader', 36_260, 8_074),
        span('joining', 8_074, 8_010),
        span('standby', 8_010, null),
      ],
    },
    { master: 'jm3:8081', spans: [span('standby', 86_400, null)] },
  ]
  function span(role: JobManagerRole, from: number, to: number | null) {
    return { role, from: ago(from), to: to === null ? null : ago(to) }
  }

  const aSnapshot = (over: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
    cluster: {
      id: 'east',
      name: 'east',
      flinkVersion: '2.3.0',
      pathRoot: '/flink',
      clusterId: '/default',
      layout: 'Flink 2.x',
      control: 'none',
      confDir: '/opt/flink/conf',
      webUi: null,
      connectString: 'zk1:2181,zk2:2181,zk3:2181',
    },
    revision: 41,
    epoch: 'e1',
    asOf: ago(0),
    sources: {
      zookeeper: live(0.3),
      jobManagers: live(),
      haStorage: live(2),
      configuration: live(60),
      hosts: live(1),
      yarn: { state: 'off', lastHeardAt: null },
    },
    present: { level: 'running', sentence: null, reasons: [] },
    verdict: {
      level: 'protected',
      sentence:
        'If jm1:8081 failed now, jm2:8081 would take over in 27–42 s, and 3 of 3 jobs would resume from checkpoints at most 4 s old.',
      detail: null,
      reasons: [],
    },
    leader: aLeader(),
    takeover: aTakeover(),
    jobManagers: [aMaster('jm1:8081', 'leader'), aMaster('jm2:8081', 'standby'), aMaster('jm3:8081', 'standby')],
    strangers: [],
    quorum: {
      serving: true,
      spare: 1,
      members: [aMember(1, 'follower'), aMember(2, 'leader'), aMember(3, 'follower')],
      detail: 'All three members serve.',
    },
    recovery: {
      jobs: threeJobs(aJob),
      areJobsReported: true,
      dangling: [],
      jobResults: { dirty: [], clean: [] },
      storageDir: 'file:/var/flink/ha',
      provenance: seen('haStorage', 2),
    },
    taskManagers: {
      total: 2,
      slotsTotal: 4,
      slotsFree: 1,
      detail: [
        { id: 'tm1:40011-aa01', slots: 2, slotsFree: 0 },
        { id: 'tm2:40011-bb02', slots: 2, slotsFree: 1 },
      ],
      provenance: seen('jobManagers', 1),
    },
    doctor: { errors: 0, warnings: 0, notes: 0, checkedAt: ago(60) },
    yarn: null,
    operation: null,
    lanes,
    verdicts: [{ value: 'protected', from: ago(86_400), to: null }],
    events: [
      {
        id: '4',
        at: ago(8_040),
        kind: 'leader',
        severity: 'note',
        text: 'jm1:8081 took the lead after 34.1 s without one',
        subject: 'jm1:8081',
      },
      {
        id: '3',
        at: ago(8_074),
        kind: 'process',
        severity: 'warning',
        text: 'jm2:8081 is gone: its port refuses connections',
        subject: 'jm2:8081',
      },
      {
        id: '2',
        at: ago(9_073),
        kind: 'job',
        severity: 'note',
        text: 'fraud-rules was submitted',
        subject: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1',
      },
      { id: '1', at: ago(29_325), kind: 'configuration', severity: 'note', text: 'The configuration was read again', subject: null },
    ],
    ...over,
  })
  return { now, ago, seen, live, aSnapshot, aPointer, aJob, aMaster, aMember, aLeader, aTakeover }
}

/** A healthy cluster of three masters at `aMoment`, overridden in part. */
export function aSnapshot(over: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return aSnapshotAt(aMoment).aSnapshot(over)
}

function threeJobs(aJob: (over: Partial<RecoveryJob> & { number?: number; ageSeconds?: number }) => RecoveryJob): RecoveryJob[] {
  return [
    aJob({}),
    aJob({ jobId: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1', name: 'fraud-rules', number: 911, ageSeconds: 1.4, stateBytes: 1_900_000_000 }),
    aJob({ jobId: '51f7c3e96c1f1c6f4c4d9b1c7fd202aa', name: 'audit-sink', number: 77, ageSeconds: 4, stateBytes: 3_100_000 }),
  ]
}
