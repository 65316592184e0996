import type { ClusterSnapshot } from '../snapshot'
import type { DrillDocument } from './drill-document'
import type { DrillPrediction } from './prediction'
import type { DrillProbe } from './probes'
import { drillScenarios, type DrillScenarioId } from './scenarios'

/** Room above the predicted window, for a busy host. */
const roomMs = 10_000
const leastDeadlineMs = 60_000
/** A checkpoint is old when three of its intervals passed. */
const intervals = 3
const leastCheckpointAgeMs = 60_000
const membersWithSpare = 3

/** The drill that a button or a command begins: this scenario on this cluster as it is now. */
export function toDefaultDocument(
  scenario: DrillScenarioId,
  snapshot: ClusterSnapshot,
  prediction: DrillPrediction,
  objectiveMs: number | null,
): DrillDocument {
  const { title, target } = drillScenarios[scenario]
  const predictedMs = Math.max(prediction.total?.latestMs ?? 0, ...prediction.phases.map(({ window }) => window?.latestMs ?? 0))
  const recoveryMs = objectiveMs ?? Math.max(1_000, prediction.total?.latestMs ?? leastDeadlineMs) + roomMs
  return {
    title,
    scenario,
    target,
    objective: { recoveryMs, overlapMs: 0 },
    steadyState: toSteadyState(snapshot),
    stopConditions: [{ probe: 'at-most-one-leader' }, { probe: 'spare-at-least', count: 0 }],
    deadlineMs: Math.min(3_600_000, Math.max(leastDeadlineMs, recoveryMs, predictedMs + roomMs)),
    rollback: 'always',
  }
}

function toSteadyState({ quorum, recovery }: ClusterSnapshot): DrillProbe[] {
  const checkpointing = recovery.jobs.map(({ checkpointIntervalMs }) => checkpointIntervalMs)
  const longest = Math.max(0, ...checkpointing.map((ms) => ms ?? 0))
  return [
    { probe: 'leader-proven' },
    { probe: 'standbys-at-least', count: 1 },
    { probe: 'spare-at-least', count: quorum.members.length >= membersWithSpare ? 1 : 0 },
    { probe: 'all-jobs-running' },
    ...(longest > 0 ? [{ probe: 'checkpoint-younger-than' as const, ms: Math.max(leastCheckpointAgeMs, longest * intervals) }] : []),
  ]
}
