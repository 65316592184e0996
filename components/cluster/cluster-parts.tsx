'use client'
import { pagePaths } from '@/lib/base/paths'
import type { ReactNode } from 'react'
import { RecoverySummary } from '@/components/recovery/recovery-summary'
import { RunningLine } from '@/components/operations/running-line'
import { findFlinkUi } from '@/lib/model/flink-ui'
import { findOwnOutageOf, toDoingText } from '@/lib/model/own-doing'
import type { Moment } from '@/lib/model/history'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { PastChanges } from './past/past-changes'
import { staleSince } from '@/components/shared/provenance'
import { SourceNotices } from '@/components/shared/source-notices'
import { Stage } from './stage'
import { TakeoverBar } from './takeover-bar'
import { TaskManagerSlots } from './task-managers'
import { VerdictHeadline } from './verdict-headline'
import { WhatChanged } from './what-changed'

interface ClusterPartsProps {
  snapshot: ClusterSnapshot
  /** May follow later, so that large data never delays a leader. */
  recovery: ClusterSnapshot['recovery']
  moment: Moment | null
  lanes: ReactNode
}

/** The operation behind the takeover. One that ended and left no leader has left a failure. */
function toMeant({ takeover, operation }: ClusterSnapshot): string | null {
  const { since, doing } = takeover
  if (since !== null && findOwnOutageOf(takeover, operation) === null) return null
  return doing && toDoingText(doing)
}

/** The parts of the page, of now or of a moment of the past. */
export function ClusterParts({ snapshot, recovery, moment, lanes }: ClusterPartsProps) {
  const { cluster, leader, verdict, takeover, jobManagers, strangers, quorum, events, taskManagers } = snapshot
  const zookeeperStale = staleSince(snapshot, 'zookeeper')
  const leaderless = takeover.since !== null
  const own = findOwnOutageOf(takeover, snapshot.operation)
  const slots = <TaskManagerSlots taskManagers={taskManagers} />
  return (
    <div className="grid gap-5">
      <VerdictHeadline snapshot={snapshot} withStep={moment === null} />
      {moment === null ? <RunningLine snapshot={snapshot} /> : null}
      <SourceNotices sources={snapshot.sources} />
      <TakeoverBar
        takeover={takeover}
        newLeader={leaderless ? takeover.standby : (leader?.master ?? null)}
        isFrozen={leader?.process === 'frozen'}
        doing={toMeant(snapshot)}
      />
      <Stage
        leader={leader}
        takeover={takeover}
        doing={own === null ? null : toDoingText(own)}
        level={verdict.level}
        jobManagers={jobManagers}
        strangers={strangers}
        quorum={quorum}
        staleSince={zookeeperStale}
        webUi={moment === null ? findFlinkUi(snapshot) : null}
        clusterId={moment === null ? cluster.id : null}
      />
      {lanes}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,15fr)_minmax(0,8fr)]">
        <RecoverySummary
          recovery={recovery}
          reader={takeover.standby}
          staleSince={zookeeperStale}
          href={moment === null ? pagePaths.clusterSection(cluster.id, 'recovery') : null}
        />
        {moment === null ? (
          <WhatChanged events={events} clusterId={cluster.id}>
            {slots}
          </WhatChanged>
        ) : (
          <PastChanges moment={moment} clusterId={cluster.id}>
            {slots}
          </PastChanges>
        )}
      </div>
    </div>
  )
}
