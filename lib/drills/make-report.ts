import 'server-only'
import { createHash } from 'node:crypto'
import type { PlanContext } from '@/lib/operations/run/verb'
import type { OptionId } from '@/lib/flink/configuration/options/table'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { judgeDrill, type DrillOutcome } from '@/lib/model/drills/judge-drill'
import type { DrillRecord } from './drill-run'
import { toMeasures } from './drill-store'

/** Options on which the figures of a failover depend. */
const options = [
  'sessionTimeout',
  'connectionTimeout',
  'retryWait',
  'maxRetryAttempts',
  'tolerateSuspendedConnections',
  'restartStrategy',
  'restartAttempts',
  'heartbeatInterval',
  'heartbeatTimeout',
] as const satisfies readonly OptionId[]

export interface ReportInput extends Pick<DrillOutcome, 'rollback' | 'leftBehind' | 'abort'> {
  after: DrillReport['steadyState']['after']
  leaderAfter: { leaderSessionId: string; master: string | null } | null
  /** Epoch ms. */
  endedAt: number
}

/** The report of a run, from what was recorded of it. */
export function makeReport(record: DrillRecord, { after, rollback, leftBehind, abort, leaderAfter, endedAt }: ReportInput): DrillReport {
  const { document, isFaultDone } = record
  const measures = toMeasures(record)
  const judged = judgeDrill({ document, measures, after, rollback, leftBehind, isFaultDone, abort })
  return {
    id: record.id,
    number: record.number,
    clusterId: record.clusterId,
    clusterName: record.clusterName,
    scenario: document.scenario,
    title: document.title,
    ...judged,
    startedAt: record.startedAt,
    endedAt: new Date(endedAt).toISOString(),
    by: record.by,
    reason: record.reason,
    target: record.target,
    leader: { before: record.leaderBefore, after: leaderAfter?.leaderSessionId ?? null, afterMaster: leaderAfter?.master ?? null },
    document,
    prediction: record.prediction,
    measures,
    steadyState: { before: record.before, after },
    guard: record.guard,
    rollback,
    leftBehind: [...leftBehind],
    configuration: record.configuration,
    clock: record.clock,
    evidence: [...record.evidence].sort((a, b) => a.at - b.at),
  }
}

/** What the figures depend on, and its hash: two runs with the same one may be compared. */
export function toConfigurationFacts({ configuration, snapshot }: PlanContext): DrillReport['configuration'] {
  const { sessionTimeoutMs, tickTimeMs } = snapshot.takeover
  const intervals = snapshot.recovery.jobs.flatMap(({ checkpointIntervalMs }) => checkpointIntervalMs ?? [])
  const facts = {
    flinkVersion: snapshot.cluster.flinkVersion,
    sessionTimeoutMs,
    tickTimeMs,
    checkpointIntervalMs: intervals.length === 0 ? null : Math.max(...intervals),
    options: Object.fromEntries(options.map((id) => [id, configuration.effective.options[id].value])),
  }
  return { fingerprint: createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16), ...facts }
}
