import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import type { Builders } from './a-snapshot'

const noAnswer = (b: Builders, detail: string): JobManager['webUi'] => ({ reachable: false, latencyMs: null, checkedAt: b.ago(1), servesLeaderData: null, detail })

/** Situations in which somebody has to do something, or nobody can know. */
export const badDays = {
  leaderDied: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'no-leader', sentence: 'jm1:8081 died. ZooKeeper still lists it; jm2:8081 should take over when its session ends.',
      detail: 'The process of jm1:8081 (pid 2801) is proven gone on its host.',
      reasons: [{ code: 'leader-gone', severity: 'error', text: 'Nobody leads: the process of jm1:8081 is gone, and its ZooKeeper session is still open.', subject: 'jm1:8081', action: 'Wait for jm2:8081. Start jm1:8081 again afterwards: `bin/jobmanager.sh start jm1 8081`' }],
    },
    leader: b.aLeader({ process: 'gone', processDetail: 'Gone: its port refuses connections and pid 2801 is no more.', processSince: b.ago(6.2) }),
    takeover: b.aTakeover({ since: b.ago(6.2), expectedBetween: { earliest: b.ago(6.2 - 26.7), latest: b.ago(6.2 - 42) }, phases: [
      { phase: 'process-gone', at: b.ago(6.2), progress: null }, { phase: 'session-ended', at: null, progress: null }, { phase: 'standby-leads', at: null, progress: null },
      { phase: 'rest-answers', at: null, progress: null }, { phase: 'task-managers', at: null, progress: '0/2' },
      { phase: 'jobs-running', at: null, progress: '0/3' }, { phase: 'first-checkpoint', at: null, progress: null },
    ] }),
    jobManagers: [
      b.aMaster('jm1:8081', 'down', { inLine: 0, roleDetail: 'Its process is gone; its place in the line is held by a session that nobody renews.', process: null, processState: 'gone', webUi: noAnswer(b, 'Connection refused.') }),
      b.aMaster('jm2:8081', 'standby', { webUi: { reachable: true, latencyMs: 4, checkedAt: b.ago(0.4), servesLeaderData: true, detail: 'Answers 503 while the leader is unreachable.' } }),
      b.aMaster('jm3:8081', 'standby'),
    ],
    recovery: { ...b.aSnapshot().recovery, jobs: b.aSnapshot().recovery.jobs.map((job) => ({ ...job, state: 'waiting' })) },
    events: [{ id: '5', at: b.ago(6.2), kind: 'process', severity: 'error', text: 'jm1:8081 died: its port refuses connections', subject: 'jm1:8081' }, ...b.aSnapshot().events],
  }),

  masterFrozen: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'no-leader', sentence: 'jm1:8081 leads but is frozen: it accepts connections and answers nothing. If it stays so, jm2:8081 takes over within 42 s.', detail: null,
      reasons: [{ code: 'leader-frozen', severity: 'error', text: 'jm1:8081 answers nothing since 9 s, although its port is open.', subject: 'jm1:8081', action: 'See what holds it on jm1: `jstack 2801`' }],
    },
    leader: b.aLeader({ process: 'frozen', processDetail: 'Accepts connections, answers nothing.', processSince: b.ago(9) }),
    takeover: b.aTakeover({ since: b.ago(9), expectedBetween: { earliest: b.ago(9 - 26.7), latest: b.ago(9 - 42) } }),
    jobManagers: [b.aMaster('jm1:8081', 'leader', { processState: 'frozen', webUi: noAnswer(b, 'Connects, no answer within 2 s.') }), b.aMaster('jm2:8081', 'standby'), b.aMaster('jm3:8081', 'unreachable', { roleDetail: 'No packet comes back from its host since 40 s.', inLine: null, zkSessionId: null, proof: null, processState: 'unknown', webUi: noAnswer(b, 'No answer from the host.') })],
  }),

  noStandby: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'unprotected', sentence: 'If localhost:8081 failed now, nobody would take over: no standby is proven.', detail: null,
      reasons: [
        { code: 'no-standby', severity: 'error', text: 'localhost:8082 does not run: its port refuses connections.', subject: 'localhost:8082', action: 'Start it on localhost: `bin/jobmanager.sh start localhost 8082`' },
        { code: 'no-spare', severity: 'warning', text: 'ZooKeeper is one server: when it stops, nobody can lead.', subject: null, action: 'Run three members on three hosts.' },
      ],
    },
    leader: b.aLeader({ master: 'localhost:8081', restAddress: 'http://127.0.0.1:8081' }),
    takeover: b.aTakeover({ standby: null }),
    jobManagers: [
      b.aMaster('localhost:8081', 'leader', { zkMember: 'localhost:2181' }),
      b.aMaster('localhost:8082', 'down', { roleDetail: 'Its port refuses connections since 2 min. Start it again.', zkSessionId: null, proof: null, process: null, processState: 'gone', webUi: noAnswer(b, 'Connection refused.') }),
    ],
    quorum: { serving: true, spare: 0, members: [b.aMember(1, 'standalone', { id: null, address: 'localhost:2181', carries: ['localhost:8081'] })], detail: 'One server, no quorum.' },
    lanes: [{ master: 'localhost:8081', spans: [{ role: 'leader', from: b.ago(900), to: null }] }, { master: 'localhost:8082', spans: [{ role: 'standby', from: b.ago(900), to: b.ago(120) }, { role: 'down', from: b.ago(120), to: null }] }],
  }),

  brokenPointer: (b: Builders): ClusterSnapshot => {
    const path = 'file:/var/flink/ha/default/completedCheckpoint77aa09aa71de'
    const broken = b.aJob({
      jobId: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1', name: 'fraud-rules', verdict: 'broken', verdictDetail: `The pointer of checkpoint 911 names ${path}, which does not exist.`,
      checkpoints: [{ checkpointId: '911', completedAt: b.ago(1.4), pointer: b.aPointer({ path, target: 'missing', detail: 'No such file; the znode was read again and still names it.' }) }],
    })
    const jobs = b.aSnapshot().recovery.jobs.map((job) => (job.name === 'fraud-rules' ? broken : job))
    return b.aSnapshot({
      verdict: {
        level: 'unprotected', sentence: 'A takeover would fail: checkpoint 911 of fraud-rules names a file that does not exist, and every new leader would die of it.', detail: 'From Flink 1.12 on one missing file of one job stops every JobManager that wins the election, and with it all other jobs.',
        reasons: [{ code: 'takeover-would-fail', severity: 'error', text: `fraud-rules: ${path} does not exist.`, subject: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1', action: 'Put the file back from a backup, or take a savepoint now while jm1:8081 still runs the job: `bin/flink savepoint 0c41d20a6c1f1c6f4c4d9b1c7fd277b1`' }],
      },
      recovery: {
        jobs, storageDir: 'file:/var/flink/ha', provenance: b.seen('haStorage'), jobResults: { dirty: ['2c41d20a6c1f1c6f4c4d9b1c7fd27001'], clean: ['2c41d20a6c1f1c6f4c4d9b1c7fd27002', '2c41d20a6c1f1c6f4c4d9b1c7fd27003'] },
        dangling: [{ kind: 'completed checkpoint', path: 'file:/var/flink/ha/default/completedCheckpoint00bb09aa71de', bytes: 5_101, since: b.ago(86_000), detail: 'No pointer names this file.' }, { kind: 'lock', path: '/jobs/51f7c3e96c1f1c6f4c4d9b1c7fd202aa/checkpoints/0000000000000000076', bytes: null, since: b.ago(8_074), detail: 'Its owner’s session is gone.' }],
      },
    })
  },

  zookeeperLost: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'unknown', sentence: 'Nothing can be said about the leader: no ZooKeeper member answers since 34 s.', detail: 'jm1:8081 led when ZooKeeper was last heard.',
      reasons: [{ code: 'zookeeper-lost', severity: 'error', text: 'zk1:2181, zk2:2181 and zk3:2181 refuse connections.', subject: null, action: 'Start ZooKeeper on zk1, zk2 and zk3: `bin/zkServer.sh start`' }],
    },
    leader: null, takeover: b.aTakeover({ standby: null, windowMs: null, windowBasis: 'The session timeout is not known while ZooKeeper is not heard.', replayFrom: null }),
    sources: { ...b.aSnapshot().sources, zookeeper: { state: 'lost', lastHeardAt: b.ago(34), detail: 'No member answers. Start ZooKeeper, or check the connect string zk1:2181,zk2:2181,zk3:2181.' } },
    jobManagers: ['jm1:8081', 'jm2:8081', 'jm3:8081'].map((master) => b.aMaster(master, 'unknown', { roleDetail: 'Answers 503: nobody leads while ZooKeeper is away.', inLine: null, zkSessionId: null, proof: null })),
    quorum: { serving: false, spare: null, members: [1, 2, 3].map((n) => b.aMember(n, 'down', { detail: 'Refuses connections.', version: null, latencyMs: null, zxid: null, connections: null, carries: [], provenance: { known: false, source: 'zookeeper', reason: 'Refuses connections.', since: b.ago(34) } })), detail: 'No member serves.' },
  }),

  zookeeperWordsOff: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'at-risk', sentence: 'If jm1:8081 failed now, jm2:8081 would take over, but how fast is not known: no member tells its tick.', detail: null,
      reasons: [{ code: 'spare-unknown', severity: 'warning', text: 'zk1:2181 answers, but four-letter words are off there.', subject: 'zk1:2181', action: 'Allow srvr in zoo.cfg: `4lw.commands.whitelist=srvr,ruok,cons`' }],
    },
    takeover: b.aTakeover({ windowMs: null, tickTimeMs: null, windowBasis: 'The session timeout is 40 s; the tick of the servers is not known, because srvr is off on every member.' }),
    jobManagers: [b.aMaster('jm1:8081', 'leader'), b.aMaster('jm2:8081', 'standby'), b.aMaster('jm3:8081', 'joining', { roleDetail: 'jm3:8081 answers, but nothing proves that it is in the election. Its log cannot be read (403). Allow web.log.path or put cons on ZooKeeper’s whitelist.', inLine: null, zkSessionId: null, proof: null })],
    quorum: { serving: true, spare: null, members: [1, 2, 3].map((n) => b.aMember(n, 'words-off', { id: null, detail: 'Answers; four-letter words and AdminServer are off.', version: null, latencyMs: null, zxid: null, connections: null })), detail: 'Serves this console; the rest is not told.' },
  }),

  notHa: (b: Builders): ClusterSnapshot => b.aSnapshot({
    cluster: { ...b.aSnapshot().cluster, pathRoot: null, clusterId: null, layout: null, connectString: null },
    verdict: {
      level: 'unknown', sentence: 'This cluster has no high availability: if its JobManager fails, all jobs are lost.', detail: null,
      reasons: [{ code: 'not-ha', severity: 'error', text: '/opt/flink/conf/config.yaml does not set high-availability.type.', subject: null, action: 'Set high-availability.type: zookeeper, a quorum and a storage directory, then start two JobManagers.' }],
    },
    leader: null, takeover: b.aTakeover({ standby: null, windowMs: null, windowBasis: 'There is no election in this cluster.', replayFrom: null }),
    sources: { ...b.aSnapshot().sources, zookeeper: { state: 'off', lastHeardAt: null, detail: 'No quorum is configured.' }, haStorage: { state: 'off', lastHeardAt: null, detail: 'No storage directory is configured.' } },
    jobManagers: [b.aMaster('localhost:8081', 'unknown', { roleDetail: 'Answers; there is no election it could take part in.', inLine: null, zkSessionId: null, proof: null, sessionTimeoutMs: null, zkMember: null })],
    quorum: { serving: null, spare: null, members: [], detail: 'No quorum is configured.' }, lanes: [],
    recovery: { jobs: [], dangling: [], jobResults: { dirty: [], clean: [] }, storageDir: null, provenance: { known: false, source: 'zookeeper', reason: 'No quorum is configured.', since: b.ago(60) } },
    events: [],
  }),

  strangers: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'at-risk', sentence: 'If jm1:8081 failed now, somebody this console does not know would take over first.', detail: null,
      reasons: [{ code: 'stranger', severity: 'warning', text: 'The next in line is session 0x1000015a68a00f0, which matches no line of masters.', subject: '0x1000015a68a00f0', action: 'Find the process that holds it: `echo cons | nc zk1 2181`' }],
    },
    strangers: [{ znode: '/leader/latch/_c_1f6a-latch-0000000017', zkSessionId: '0x1000015a68a00f0', since: b.ago(700), inLine: 1, detail: 'Matches no line of conf/masters: another cluster on the same root, or a forgotten process.' }],
    jobManagers: [b.aMaster('jm1:8081', 'leader'), b.aMaster('jm2:8081', 'standby', { inLine: 2 })],
    takeover: b.aTakeover({ standby: null }),
  }),

  hdfsUnchecked: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: {
      level: 'at-risk', sentence: 'If jm1:8081 failed now, jm2:8081 would take over in 27–42 s; whether 3 jobs would resume is not checked.', detail: null,
      reasons: [{ code: 'recovery-unproven', severity: 'warning', text: 'The storage directory is on hdfs:, which this console does not read yet.', subject: 'hdfs://namenode/flink/ha', action: 'Check one file by hand: `hdfs dfs -ls hdfs://namenode/flink/ha/default`' }],
    },
    sources: { ...b.aSnapshot().sources, haStorage: { state: 'off', lastHeardAt: null, detail: 'hdfs: is not read yet; files are unchecked.' } },
    recovery: { ...b.aSnapshot().recovery, storageDir: 'hdfs://namenode/flink/ha', jobs: b.aSnapshot().recovery.jobs.map((job) => ({
      ...job, verdict: 'unknown', verdictDetail: 'The files on hdfs: were not checked.',
      graph: b.aPointer({ path: 'hdfs://namenode/flink/ha/default/executionPlan2c61e9fd1a77', target: 'unchecked', checkedAt: null, detail: 'hdfs: is not read yet.' }),
      checkpoints: job.checkpoints.map((one) => ({ ...one, pointer: { ...one.pointer, path: 'hdfs://namenode/flink/ha/default/completedCheckpoint5f1c09aa71de', target: 'unchecked' as const, checkedAt: null, detail: 'hdfs: is not read yet.' } })),
    })) },
  }),

  justStarted: (b: Builders): ClusterSnapshot => b.aSnapshot({
    verdict: { level: 'unknown', sentence: 'Looking at the cluster for the first time: ZooKeeper has not answered yet.', detail: null, reasons: [{ code: 'zookeeper-reading', severity: 'note', text: 'The znodes are being read.', subject: null, action: null }] },
    leader: null, takeover: b.aTakeover({ standby: null, windowMs: null, windowBasis: 'The session timeout is not known yet.', replayFrom: null }),
    sources: { ...b.aSnapshot().sources, zookeeper: { state: 'stale', lastHeardAt: null, detail: 'Connecting to zk1:2181.' }, jobManagers: { state: 'stale', lastHeardAt: null, detail: 'Connecting.' }, haStorage: { state: 'stale', lastHeardAt: null, detail: 'Waits for ZooKeeper.' } },
    jobManagers: ['jm1:8081', 'jm2:8081'].map((master) => b.aMaster(master, 'unknown', { roleDetail: 'Not asked yet.', inLine: null, zkSessionId: null, proof: null, process: null, processState: 'unknown', version: null, webUi: { reachable: null, latencyMs: null, checkedAt: null, servesLeaderData: null, detail: 'Connecting.' }, provenance: { known: false, source: 'jobManagers', reason: 'Not asked yet.', since: b.ago(0.2) } })),
    quorum: { serving: null, spare: null, members: [1, 2, 3].map((n) => b.aMember(n, 'unknown', { id: null, detail: 'Connecting.', version: null, latencyMs: null, zxid: null, connections: null, carries: [], provenance: { known: false, source: 'zookeeper', reason: 'Not asked yet.', since: b.ago(0.2) } })), detail: 'Connecting.' },
    recovery: { jobs: [], dangling: [], jobResults: { dirty: [], clean: [] }, storageDir: 'file:/var/flink/ha', provenance: { known: false, source: 'zookeeper', reason: 'ZooKeeper has not answered yet.', since: b.ago(0.2) } },
    taskManagers: { total: null, slotsTotal: null, slotsFree: null, detail: [], provenance: { known: false, source: 'jobManagers', reason: 'No leader is known yet.', since: b.ago(0.2) } },
    lanes: [], events: [],
  }),
}
