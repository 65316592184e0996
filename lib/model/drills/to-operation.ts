import type { OperationRequest } from '../operation'
import type { DrillRequest } from './drill-report'
import { toDrillKind } from './scenarios'

/** The operation that a drill is: it goes through the same door. */
export function toDrillOperation({ scenario, objectiveMs, ...request }: DrillRequest): OperationRequest {
  return {
    ...request,
    kind: toDrillKind(scenario),
    ...(objectiveMs !== null && objectiveMs !== undefined && { options: { objectiveMs: String(objectiveMs) } }),
  }
}
