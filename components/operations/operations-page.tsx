'use client'
import { useMemo } from 'react'
import { SourceNotices } from '@/components/shared/source-notices'
import { EmptyState } from '@/components/ui/empty-state'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useCluster } from '@/lib/client/use-cluster'
import { useEmergencyStop } from '@/lib/client/use-emergency-stop'
import { canActAs } from '@/lib/model/actor'
import { derivePermitted } from '@/lib/model/derive-permitted'
import type { OperationRecord } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { ActBox } from './act-box'
import { AutopilotCard } from './autopilot-card'
import { EarlierOperations } from './earlier-operations'
import { deriveCommonRefusal, deriveGroups } from './group-words'
import { deriveNextAct } from './next-act'
import { ObjectGroup } from './object-group'
import { RunningLine } from './running-line'

/** The possible actions, their objects, and earlier operations. */
export function OperationsPage({ initial, records }: { initial: ClusterSnapshot; records?: OperationRecord[] }) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const actor = useActor()
  const emergencyStop = useEmergencyStop()
  const permitted = useMemo(() => derivePermitted(snapshot, actor), [snapshot, actor])
  const groups = useMemo(() => deriveGroups(permitted, snapshot), [permitted, snapshot])
  const refusal = deriveCommonRefusal(permitted, emergencyStop)
  const act = refusal?.isTotal ? null : deriveNextAct(snapshot, actor)
  const { id } = snapshot.cluster
  return (
    <div className="grid gap-5">
      {/* Room for the next step, so that an alarm does not move the buttons below. */}
      <div className="grid items-start gap-x-10 gap-y-4 lg:min-h-[104px] lg:grid-cols-[minmax(0,1fr)_auto]">
        <header className="min-w-0">
          <h1 className="max-w-[30em] headline">{snapshot.operation === null ? 'No operation is running.' : 'An operation is running.'}</h1>
          <p className="mt-1 max-w-[72ch] text-muted">
            {!canActAs(actor, 'operator')
              ? 'The possible, running and past operations of this cluster. Your role can only view them.'
              : snapshot.operation !== null
                ? 'One operation per cluster at a time. Others can be started when it has ended.'
                : 'Choose an operation. Its plan shows each command and host; nothing runs until you type the cluster’s name.'}
          </p>
        </header>
        {act === null ? null : <ActBox act={act} />}
      </div>
      <RunningLine snapshot={snapshot} />
      <SourceNotices sources={snapshot.sources} />
      {refusal === null || snapshot.operation !== null ? null : (
        <EmptyState title={refusal.isTotal ? 'No operation is possible now.' : 'Few operations are possible now.'}>
          <Words text={refusal.text} />
        </EmptyState>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid min-w-0 gap-5">
          {groups.slice(0, 3).map((group) => (
            <ObjectGroup key={group.id} group={group} refusal={refusal} snapshot={snapshot} />
          ))}
        </div>
        <div className="grid min-w-0 gap-5">
          {groups.slice(3).map((group) => (
            <ObjectGroup key={group.id} group={group} refusal={refusal} snapshot={snapshot} />
          ))}
          <AutopilotCard clusterId={id} clusterName={snapshot.cluster.name} />
        </div>
      </div>
      <EarlierOperations clusterId={id} running={snapshot.operation?.id ?? null} initial={records} />
    </div>
  )
}
