import 'server-only'
import type { DrillDocument } from '@/lib/model/drills/drill-document'
import type { DrillReport, GuardReport } from '@/lib/model/drills/drill-report'
import type { DrillEvidence } from '@/lib/model/drills/evidence'
import type { DrillPrediction } from '@/lib/model/drills/prediction'
import type { ProbeResult } from '@/lib/model/drills/probes'
import type { DrillScenario } from '@/lib/model/drills/scenarios'
import type { PlanContext } from '@/lib/operations/run/verb'
import type { Fault } from './fault/do-fault'
import type { ClockOffset } from './fault/host-clock'
import type { ProvenTarget } from './prove-target'

/** What is kept of a run in the journal: with it a report can be written also by another console. */
export interface DrillRecord {
  /** Id of the operation. */
  id: string
  number: number
  clusterId: string
  clusterName: string
  startedAt: string
  by: DrillReport['by']
  reason: string | null
  document: DrillDocument
  prediction: DrillPrediction
  target: DrillReport['target']
  jobs: { jobId: string; name: string | null }[]
  leaderBefore: string | null
  configuration: DrillReport['configuration']
  clock: ClockOffset | null
  before: ProbeResult[]
  guard: GuardReport | null
  isFaultDone: boolean
  evidence: DrillEvidence[]
}

/** What the steps of one drill hand to each other. */
export interface DrillRun {
  readonly context: PlanContext
  readonly scenario: DrillScenario
  readonly record: DrillRecord
  target: ProvenTarget
  fault: Fault | null
  /** Offset of the clock by which ZooKeeper writes its times; null: not known. */
  zookeeperClock: ClockOffset | null
  /** Epoch ms. */
  guardActsAt: number | null
  after: ProbeResult[]
  rollback: DrillReport['rollback']
  leftBehind: string[]
  report: DrillReport | null
  /** Writes the record. */
  save(): Promise<void>
}

export function addEvidence(run: DrillRun, evidence: DrillEvidence): void {
  run.record.evidence.push(evidence)
}
