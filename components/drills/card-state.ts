import { toDefaultDocument } from '@/lib/model/drills/default-document'
import { predictDrill } from '@/lib/model/drills/predict-drill'
import type { DrillPrediction } from '@/lib/model/drills/prediction'
import { drillScenarios, findDrillTarget, toDrillKind, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { Actor } from '@/lib/model/actor'
import type { EmergencyStop } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** A scenario as it would run on the cluster now. */
export interface CardState {
  scenario: DrillScenarioId
  /** What would be broken; null: it is not known now. The target is chosen again at the moment of the act. */
  target: string | null
  prediction: DrillPrediction
  /** The objective that a plan proposes, ms. */
  objectiveMs: number
  /** Why it cannot run now, with the fix; null: it can. */
  refusal: string | null
}

interface Present {
  snapshot: ClusterSnapshot
  actor: Actor | null
  /** `drills: { allow: … }` in understudy.yaml; null: not known yet. */
  isAllowed: boolean | null
  emergencyStop: EmergencyStop | null
}

export function deriveCard(scenario: DrillScenarioId, { snapshot, actor, isAllowed, emergencyStop }: Present): CardState {
  const prediction = predictDrill({ scenario, snapshot, measured: null, now: Date.parse(snapshot.asOf) })
  const { allowed, why } = findPermitted(snapshot, actor, toDrillKind(scenario), null)
  return {
    scenario,
    target: findDrillTarget(drillScenarios[scenario], snapshot),
    prediction,
    objectiveMs: toDefaultDocument(scenario, snapshot, prediction, null).objective.recoveryMs,
    refusal:
      isAllowed === false
        ? notAllowed
        : emergencyStop !== null
          ? `The emergency stop is on, set by ${emergencyStop.by}. Lift it first.`
          : allowed
            ? null
            : why,
  }
}

const notAllowed =
  'The configuration does not allow drills on this cluster. To allow them, set `drills: { allow: true }` for it in understudy.yaml.'
