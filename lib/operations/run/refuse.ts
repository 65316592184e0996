import 'server-only'
import { OperationRefused } from '@/lib/model/operation-refused'
import { deriveRefusals, type EmergencyStop, type OperationRequest, type RunningOperation } from '@/lib/model/operation'
import { toBusyText } from '@/lib/model/own-doing'
import type { Planned } from './plan-operation'
import type { PlanDraft } from './verb'

/**
 * The last check before anything is done: no refusal stands, the leader is the planned one, the right words were typed.
 * @throws OperationRefused operation-refused, leader-changed, confirmation-needed
 */
export function refuseUnlessReady({ plan, draft }: Planned, request: OperationRequest): PlanDraft {
  const refusals = deriveRefusals(plan.checks, request.override)
  const first = refusals[0]
  if (first || !draft) {
    const how = first?.override ? ` To override, give these words as override: “${first.override}”.` : ''
    throw new OperationRefused('operation-refused', `${first?.text ?? 'There is no plan for this.'}${how}`, { checks: plan.checks })
  }
  refuseOtherLeader(plan.expectedLeaderSessionId, request, draft.guardsLeader)
  if (request.confirm === plan.confirm) return draft
  throw new OperationRefused('confirmation-needed', `Nothing was done. Confirm it by giving “${plan.confirm}” as confirm.`, {
    confirm: plan.confirm,
  })
}

function refuseOtherLeader(now: string | null, { expectedLeaderSessionId: planned }: OperationRequest, isNeeded: boolean): void {
  if (planned === undefined) {
    if (!isNeeded) return
    throw new OperationRefused(
      'bad-request',
      'expectedLeaderSessionId: this needs the leader session id that the plan was made on. Ask for the plan first (dryRun) and give the one it names, null for none.',
      { field: 'expectedLeaderSessionId' },
    )
  }
  if (planned === now) return
  throw new OperationRefused(
    'leader-changed',
    'The leader is not the one this was planned on, so nothing was done. Look at the cluster and plan anew.',
    { expected: planned, now },
  )
}

/** @throws OperationRefused emergency-stop, always */
export function throwEmergency({ by, since, reason }: EmergencyStop): never {
  throw new OperationRefused(
    'emergency-stop',
    `${by} triggered the emergency stop at ${since}${reason ? ` (${reason})` : ''}: nothing may be done until an administrator lifts it.`,
    { since, by },
  )
}

/** Why the cluster could not be taken. */
export function toBusy(running: RunningOperation | null): OperationRefused {
  if (!running)
    return new OperationRefused(
      'operation-running',
      'Another operation is running on this cluster, or an interrupted one still holds it for some seconds. Try again in a moment.',
    )
  return new OperationRefused('operation-running', toBusyText(running), { operation: running.id })
}
