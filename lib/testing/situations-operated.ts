import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Builders } from './a-snapshot'
import { badDays } from './situations-bad-days'

const overSsh = (snapshot: ClusterSnapshot): ClusterSnapshot => ({ ...snapshot, cluster: { ...snapshot.cluster, control: 'ssh' } })

/** Clusters that this console may act on. */
export const operatedDays = {
  mayAct: (b: Builders): ClusterSnapshot => overSsh(b.aSnapshot({
    takeover: b.aTakeover({ fencedMs: 1_200 }),
    jobManagers: [b.aMaster('jm1:8081', 'leader'), b.aMaster('jm2:8081', 'standby'), b.aMaster('jm3:8081', 'down', { process: null, processState: 'gone', zkSessionId: null, proof: null, roleDetail: 'its port refuses connections since 2 min' })],
    verdict: {
      level: 'protected', sentence: 'If jm1:8081 failed now, jm2:8081 would take over in 27–42 s, and 3 of 3 jobs would resume from checkpoints at most 4 s old.', detail: null,
      reasons: [{ code: 'master-down', severity: 'warning', text: 'jm3:8081 is down: its port refuses connections since 2 min.', subject: 'jm3:8081', action: 'Start it again on its host: `bin/jobmanager.sh start jm3 8081`.' }],
    },
    recovery: { ...b.aSnapshot().recovery, dangling: [
      { kind: 'znode', path: '/flink/default/jobs/51f7c3e96c1f1c6f4c4d9b1c7fd2ffff', bytes: 412, since: b.ago(86_400), detail: 'no job graph refers to it' },
      { kind: 'file', path: 'file:/var/flink/ha/default/completedCheckpoint00aa09aa71de', bytes: 5_312, since: b.ago(90_000), detail: 'no pointer names it' },
    ] },
  })),

  mayTakeOver: (b: Builders): ClusterSnapshot => {
    const died = badDays.leaderDied(b)
    return overSsh({ ...died, takeover: { ...died.takeover, fencedMs: 1_200 } })
  },

  operating: (b: Builders): ClusterSnapshot => overSsh(b.aSnapshot({
    operation: { id: '6c0f9a52-0d1f-4a2b-9d53-0f4b3c1f77aa', kind: 'restart-jobmanager', target: 'jm2:8081', step: 'Waits until it stands in line', startedAt: b.ago(14), by: 'Ada' },
  })),
}
