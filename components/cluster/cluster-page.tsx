'use client'
import { useDeferredValue } from 'react'
import { RecoverySummary } from '@/components/recovery/recovery-summary'
import { useCluster } from '@/lib/client/use-cluster'
import { RunningLine } from '@/components/operations/running-line'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { LeadershipLanes } from './leadership-lanes'
import { staleSince } from './provenance'
import { SourceNotices } from './source-notices'
import { Stage } from './stage'
import { TakeoverBar } from './takeover-bar'
import { TaskManagerSlots } from './task-managers'
import { VerdictHeadline } from './verdict-headline'
import { WhatChanged } from './what-changed'

/** One cluster. Verdict and stage are drawn at once; jobs follow when there is time, so that bulk never delays a leader. */
export function ClusterPage({ initial }: { initial: ClusterSnapshot }) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const { leader, verdict, takeover, jobManagers, strangers, quorum, lanes, events, taskManagers } = snapshot
  const recovery = useDeferredValue(snapshot.recovery)
  const zookeeperStale = staleSince(snapshot, 'zookeeper')
  const leaderless = takeover.since !== null
  return (
    <div className="grid gap-5">
      <VerdictHeadline snapshot={snapshot} />
      <RunningLine snapshot={snapshot} />
      <SourceNotices sources={snapshot.sources} />
      <TakeoverBar takeover={takeover} newLeader={leaderless ? takeover.standby : leader?.master ?? null} />
      <Stage leader={leader} takeover={takeover} level={verdict.level} jobManagers={jobManagers} strangers={strangers} quorum={quorum} staleSince={zookeeperStale} />
      <LeadershipLanes lanes={lanes} staleSince={zookeeperStale} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,15fr)_minmax(0,8fr)]">
        <RecoverySummary recovery={recovery} reader={takeover.standby} staleSince={zookeeperStale} href={`/clusters/${encodeURIComponent(snapshot.cluster.id)}/recovery`} />
        <WhatChanged events={events}><TaskManagerSlots taskManagers={taskManagers} /></WhatChanged>
      </div>
    </div>
  )
}
