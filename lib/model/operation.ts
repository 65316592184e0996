import type { z } from 'zod'
import type * as operations from './schemas/operations'
import type { ClusterSnapshot } from './snapshot'

/** The types of operations, inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type OperationRequest = z.infer<typeof operations.operationRequest>
export type Plan = z.infer<typeof operations.operationPlan>
export type PlanStep = Plan['steps'][number]
export type Check = Plan['checks'][number]
export type OperationRecord = z.infer<typeof operations.operation>
export type OperationState = OperationRecord['state']
export type StepRecord = OperationRecord['steps'][number]
export type StepState = StepRecord['state']

/** `snapshot.operation`: the operation that runs on the cluster. */
export type RunningOperation = NonNullable<ClusterSnapshot['operation']>

export type OperationList = z.infer<typeof operations.operationList>
export type EmergencyStopAnswer = z.infer<typeof operations.emergencyStop>
export type EmergencyStop = NonNullable<EmergencyStopAnswer['emergencyStop']>

export function isRunning(record: Pick<OperationRecord, 'state'>): boolean {
  return record.state === 'running'
}

/** Refusals that `override` does not lift. */
export function deriveRefusals(checks: readonly Check[], override: string | null | undefined): Check[] {
  return checks.filter(({ level, override: words }) => level === 'refusal' && (words === undefined || words !== override))
}
