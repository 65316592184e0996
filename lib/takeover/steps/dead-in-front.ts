import 'server-only'
import { toList } from '@/lib/base/counts'
import type { FencingDecision } from '../decide/decision'
import { findSpoiledLine } from '../decide/election'
import { OperationError, type PlanContext, type StepContext } from '@/lib/operations/run/verb'
import { planTakeover } from './takeover-plan'

/**
 * A leader that leaves by itself removes only its own latch: behind it a dead contender's latch would be first, and there would be no
 * leader until that session ends. Fencing a leader removes the dead contenders behind it too, in one transaction.
 * @returns a sentence; null: a living one is next, or it is not known who is
 */
export function findDeadInFront(decision: FencingDecision | undefined): string | null {
  if (decision?.kind !== 'fence' || decision.deadStandbys.length === 0) return null
  const dead = [...new Set(decision.deadStandbys.map(({ master }) => master))]
  return `${toList(dead)}, next in line, ${dead.length === 1 ? 'is' : 'are'} dead: if ${decision.leader.master} left by itself, there would be no leader until ${dead.length === 1 ? 'that session ends' : 'those sessions end'}. Hand over without the signal TERM, which removes ${dead.length === 1 ? 'that place' : 'those places'} too, or wait until ${dead.length === 1 ? 'it has' : 'they have'} ended.`
}

/** Checked last, before the leader is asked to stop. @throws OperationError refused */
export async function refuseDeadInFront(context: PlanContext, step: StepContext, master: string): Promise<void> {
  const snapshot = step.snapshot()
  if (snapshot.leader?.master !== master) return
  const plan = await planTakeover({ ...context, snapshot, signal: step.signal }, 'will-be-killed')
  const why = findDeadInFront(plan?.decision) ?? (plan && findSpoiledLine(plan.reading))
  if (why !== null) throw new OperationError('refused', `${why} Nothing was stopped.`)
}
