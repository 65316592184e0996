import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toHeadlineOf } from '@/lib/model/headline'
import { aMoment, aSnapshotAt, type Builders } from './a-snapshot'
import { badDays } from './situations-bad-days'
import { operatedDays } from './situations-operated'

export type SituationName =
  | 'allIsWell' | 'leaderDied' | 'afterOutage' | 'masterFrozen' | 'noStandby' | 'brokenPointer' | 'zookeeperLost'
  | 'zookeeperWordsOff' | 'emptyNoJobs' | 'notHa' | 'strangers' | 'thousandJobs' | 'hdfsUnchecked' | 'justStarted'
  | 'mayAct' | 'mayTakeOver' | 'operating'

export type Situation = (build: Builders) => ClusterSnapshot

const calmDays = {
  allIsWell: ({ aSnapshot }) => aSnapshot(),

  emptyNoJobs: (b) => b.aSnapshot({
    verdict: { level: 'protected', sentence: 'If jm1:8081 failed now, jm2:8081 would take over in 27–42 s. There is no job to recover.', detail: null, reasons: [] },
    recovery: { jobs: [], dangling: [], jobResults: { dirty: [], clean: [] }, storageDir: 'file:/var/flink/ha', provenance: b.seen('zookeeper') },
    taskManagers: { total: 0, slotsTotal: 0, slotsFree: 0, detail: [], provenance: b.seen('jobManagers') },
    takeover: b.aTakeover({ replayFrom: null }),
  }),

  thousandJobs: (b) => {
    const jobs = Array.from({ length: 1000 }, (_, i) => b.aJob({
      jobId: i.toString(16).padStart(32, '0'), name: `pipeline-${String(i + 1).padStart(4, '0')}`, number: 100 + i, ageSeconds: (i % 10) / 10 + 0.2,
    }))
    return b.aSnapshot({
      verdict: { level: 'protected', sentence: 'If jm1:8081 failed now, jm2:8081 would take over in 27–42 s, and 1,000 of 1,000 jobs would resume from checkpoints at most 1 s old.', detail: null, reasons: [] },
      recovery: { jobs, dangling: [], jobResults: { dirty: [], clean: [] }, storageDir: 'file:/var/flink/ha', provenance: b.seen('haStorage') },
      taskManagers: { total: 250, slotsTotal: 1000, slotsFree: 0, detail: [], provenance: b.seen('jobManagers') },
    })
  },

  afterOutage: (b) => b.aSnapshot({
    verdict: {
      level: 'protected',
      sentence: 'If jm2:8081 failed now, jm3:8081 would take over in 27–42 s, and 3 of 3 jobs would resume from checkpoints at most 4 s old.',
      detail: 'jm2:8081 leads since 34.1 s after jm1:8081 died.',
      reasons: [{ code: 'master-down', severity: 'warning', text: 'jm1:8081 is down since its process died.', subject: 'jm1:8081', action: 'Start it again on jm1: `bin/jobmanager.sh start jm1 8081`' }],
    },
    leader: b.aLeader({ master: 'jm2:8081', restAddress: 'http://jm2:8081', since: b.ago(22), leaderSessionId: '1de0a7fd-93c1-4f5b-8a53-6f1d2e9c4411', zkSessionId: '0x1000015a68a0001' }),
    takeover: b.aTakeover({ standby: 'jm3:8081', phases: [
      { phase: 'process-gone', at: b.ago(56.1), progress: null }, { phase: 'session-ended', at: b.ago(22.3), progress: null },
      { phase: 'standby-leads', at: b.ago(22), progress: null }, { phase: 'rest-answers', at: b.ago(21.4), progress: null },
      { phase: 'task-managers', at: b.ago(19.8), progress: '2/2' }, { phase: 'jobs-running', at: b.ago(17.7), progress: '3/3' },
      { phase: 'first-checkpoint', at: b.ago(15.2), progress: null },
    ] }),
    jobManagers: [
      b.aMaster('jm1:8081', 'down', { roleDetail: 'Its port refuses connections since 56 s. Start it again.', zkSessionId: null, proof: null, process: null, processState: 'gone', webUi: { reachable: false, latencyMs: null, checkedAt: b.ago(1), servesLeaderData: null, detail: 'Connection refused.' } }),
      b.aMaster('jm2:8081', 'leader'), b.aMaster('jm3:8081', 'standby', { inLine: 1 }),
    ],
  }),
} satisfies Record<string, Situation>

export const situations: Record<SituationName, Situation> = { ...calmDays, ...badDays, ...operatedDays }

/** One named situation; its cluster id is the name. */
export function aSituation(name: SituationName, now: number = aMoment): ClusterSnapshot {
  const snapshot = situations[name](aSnapshotAt(now))
  return { ...snapshot, cluster: { ...snapshot.cluster, id: name, name }, verdict: { ...snapshot.verdict, ...toHeadlineOf(snapshot, now) } }
}

/** The row of the Clusters page that fits a snapshot. */
export function aSummary(snapshot: ClusterSnapshot, over: Partial<ClusterSummary> = {}): ClusterSummary {
  const { cluster, verdict, leader, jobManagers, quorum, recovery, events, asOf, revision, sources } = snapshot
  const last = events[0]
  return {
    id: cluster.id, name: cluster.name, flinkVersion: cluster.flinkVersion, level: verdict.level, sentence: verdict.sentence,
    leader: leader?.master ?? null, standbys: jobManagers.filter((one) => one.role === 'standby').length, masters: jobManagers.length,
    spare: quorum.spare, jobs: recovery.jobs.length, jobsRecoverable: recovery.jobs.filter((job) => job.verdict === 'recoverable').length,
    lastChange: last ? { at: last.at, text: last.text } : null, asOf, stale: sources.zookeeper.state !== 'live', revision, ...over,
  }
}
