import type { Actor } from '@/lib/model/actor'
import { findPermitted } from '@/lib/model/derive-permitted'
import { deriveRefusals, type Plan } from '@/lib/model/operation'
import { toBusyText } from '@/lib/model/own-doing'
import { operationKinds, type OperationKind } from '@/lib/model/operation-kinds'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** A request for a plan. */
export interface OperationDraft {
  kind: OperationKind
  target: string | null
  options?: Readonly<Record<string, string>>
}

/** The label of the one dangerous button: always with its object. */
export function toCommitWords({ kind, target }: OperationDraft, leader: string | null): string {
  return operationKinds[kind].toCommitWords(target ?? '', leader ?? 'the leader')
}

/** “Stop one JobManager” and its object, as a title. */
export function toTitle({ kind, target }: Pick<OperationDraft, 'kind' | 'target'>): string {
  const { title } = operationKinds[kind]
  return target === null ? title : `${title}: ${target}`
}

export type Staleness = { stale: false } | { stale: true; why: string; /** It ends by itself: no new plan is needed. */ passes: boolean }

/** The reader, and whether what they see is current. */
export interface Viewer {
  actor: Actor | null
  isCutOff: boolean
}

/** Whether a plan still matches the present cluster. @param snapshot null: nothing to compare with yet */
export function deriveStaleness(plan: Plan, snapshot: ClusterSnapshot | null, { actor, isCutOff }: Viewer): Staleness {
  if (isCutOff)
    return {
      stale: true,
      passes: true,
      why: 'Connection to the console lost. The plan can be confirmed when it is back.',
    }
  if (snapshot === null) return { stale: false }
  const why = findChange(plan, snapshot, actor)
  return why === null ? { stale: false } : { stale: true, passes: false, why }
}

function findChange(plan: Plan, snapshot: ClusterSnapshot, actor: Actor | null): string | null {
  const now = snapshot.leader?.leaderSessionId ?? null
  if (now !== plan.expectedLeaderSessionId) {
    const who =
      snapshot.leader === null
        ? 'there is no leader now'
        : `${snapshot.leader.master ?? 'a JobManager that is no line of masters'} leads now`
    return `Leadership changed since this plan was made: ${who}. The plan would be refused.`
  }
  if (snapshot.operation !== null) return toBusyText(snapshot.operation)
  // What was refused already says so above.
  if (plan.steps.length === 0) return null
  const { allowed, why } = findPermitted(snapshot, actor, plan.kind, plan.target)
  return allowed ? null : `The cluster changed since this plan was made. The plan would be refused: ${why}`
}

/** The typed text has to match to the letter; blanks around it do not count. */
export function isConfirmed(plan: Plan, typed: string): boolean {
  return typed.trim() === plan.confirm
}

/** Refusals that a typed text overrides, and those that nothing does. */
export function deriveObstacles(plan: Plan, override: string): { final: number; open: string[]; liftable: string[] } {
  const refusals = plan.checks.filter(({ level }) => level === 'refusal')
  const liftable = [...new Set(refusals.flatMap(({ override: words }) => (words === undefined ? [] : [words])))]
  const open = deriveRefusals(plan.checks, override.trim())
  return {
    final: refusals.filter((check) => check.override === undefined).length,
    open: open.flatMap(({ override: words }) => (words === undefined ? [] : [words])),
    liftable,
  }
}
