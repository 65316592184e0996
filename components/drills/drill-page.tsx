'use client'
import { OperationPage } from '@/components/operations/operation-page'
import { useCluster } from '@/lib/client/use-cluster'
import { useDrill, useDrillReport } from '@/lib/client/use-drill'
import { useOperation } from '@/lib/client/use-operation'
import type { Drill, DrillList, DrillReport } from '@/lib/model/drills/drill-report'
import { findScenarioOf } from '@/lib/model/drills/scenarios'
import { isRunning, type OperationRecord } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { DrillReportView } from './drill-report-view'
import { RunningDrill } from './running-drill'

interface DrillPageProps {
  initial: ClusterSnapshot
  /** Its operation; null: it is not kept any more. */
  record: OperationRecord | null
  /** null: its first step has not begun. */
  drill: Drill | null
  /** null: it runs, or its console ended. */
  report: DrillReport | null
  drills?: DrillList
}

/** One drill at one address: live while it runs, its report afterwards. */
export function DrillPage({ initial, record, drill, report, drills }: DrillPageProps) {
  const snapshot = useCluster(initial.cluster.id, initial)
  if (report !== null) return <DrillReportView report={report} snapshot={snapshot} drills={drills} />
  if (record === null) return <NoReport />
  return <WatchedDrill snapshot={snapshot} record={record} drill={drill} drills={drills} />
}

interface WatchedDrillProps {
  snapshot: ClusterSnapshot
  record: OperationRecord
  drill: Drill | null
  drills?: DrillList
}

function WatchedDrill({ snapshot, record: rendered, drill: initial, drills }: WatchedDrillProps) {
  const { operation: record, connection } = useOperation(rendered)
  const running = isRunning(record)
  const change = `${JSON.stringify(record.steps.map(({ state, output, detail }) => [state, output.length, detail]))} ${record.state} ${snapshot.revision}`
  const { drill } = useDrill(record.id, change, initial)
  const { report, problem } = useDrillReport(record.id, !running && drill !== null, null)
  const scenario = drill?.scenario ?? findScenarioOf(record.kind)
  if (report !== null) return <DrillReportView report={report} snapshot={snapshot} drills={drills} />
  // It has just ended: its report is being fetched.
  const isReading = isRunning(rendered) && drill !== null && problem === null
  if (scenario === null || (!running && !isReading)) return <WithoutReport record={record} />
  return <RunningDrill scenario={scenario} drill={drill} record={record} snapshot={snapshot} isCutOff={connection === 'stale'} />
}

/** It ended and there is no report: it was refused, or its console ended. The operation says what it knows. */
function WithoutReport({ record }: { record: OperationRecord }) {
  return (
    <div className="grid gap-4">
      <p role="status" className="rounded-md border border-dashed border-line-strong px-4 py-3 text-sm">
        <span aria-hidden="true" className="text-amber-ink">
          ◆{' '}
        </span>
        {record.state === 'refused'
          ? 'This drill was refused, so there is no report. Nothing was broken.'
          : 'There is no report of this drill. Its steps say what was done and what was undone.'}
      </p>
      <OperationPage initial={record} />
    </div>
  )
}

function NoReport() {
  return (
    <header>
      <h1 className="headline">There is no report of this drill.</h1>
      <p className="mt-1 text-muted">Its console ended before it was written, and its steps are not kept any more.</p>
    </header>
  )
}
