import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { PlanContext, PlanDraft, Step, Verb } from '../run/verb'
import { findDeadInFront } from '@/lib/takeover/steps/dead-in-front'
import { requeueStep, restartStep, stopStep } from '@/lib/takeover/steps/restart-steps'
import { mostAskingMs } from '@/lib/takeover/steps/session-end'
import { noZooKeeper, toChecks } from '@/lib/takeover/steps/takeover-checks'
import { planTakeover } from '@/lib/takeover/steps/takeover-plan'
import {
  fenceStep,
  jobsStep,
  killStep,
  leadStep,
  recoveredStep,
  createTakeoverExecution,
  toResult,
  type TakeoverExecution,
} from '@/lib/takeover/steps/takeover-steps'

const deadlineMs = 180_000 + 2 * mostAskingMs
const requeueMs = 90_000

/**
 * Moves the lead on purpose, to the next in line or to `target`. Kill and fence is the gentlest way there is: the tasks go on until the new
 * leader takes them over (idle 0.5 s), while a clean SIGTERM cancels them first (2 to 3 s), and a hanging one costs a whole session
 * timeout. `options.signal = TERM` requests SIGTERM instead; it is bounded.
 */
export const handOver: Verb<'hand-over'> = {
  kind: 'hand-over',
  async plan(context: PlanContext): Promise<PlanDraft> {
    const plan = await planTakeover(context, 'will-be-killed')
    if (plan === null) return noZooKeeper
    const refusal =
      findRefusal(context) ??
      (plan.decision.kind === 'refuse' ? { code: plan.decision.code, level: 'refusal' as const, text: plan.decision.text } : null)
    if (refusal || plan.decision.kind === 'refuse') return toChecks(plan, refusal)
    const isRequested = context.request.options?.signal === 'TERM'
    const dead = isRequested ? findDeadInFront(plan.decision) : null
    if (dead !== null) return toChecks(plan, { code: 'dead-in-front', level: 'refusal', text: dead })
    const run = createTakeoverExecution(context, plan, plan.decision, 'hand-over')
    const inFront = findMastersInFront(context.snapshot, context.target)
    const next = context.target ?? plan.decision.next.master
    return {
      sentence: `${plan.decision.leader.master} is ${isRequested ? 'asked to stop' : 'killed'} and ${next} leads${inFront.length > 0 ? `, after ${inFront.join(', ')} went to the end of the line` : ''}; then ${plan.decision.leader.master} is started again as a standby.`,
      steps: [...inFront.map((master) => requeueStep(context, master)), ...toSteps(run, isRequested)],
      checks: toChecks(plan, null).checks,
      deadlineMs: deadlineMs + inFront.length * requeueMs,
      guardsLeader: true,
      verify: async (step) => toResult(run, step),
    }
  },
}

function toSteps(run: TakeoverExecution, isRequested: boolean): Step[] {
  return [
    isRequested ? stopStep(run) : killStep(run),
    fenceStep(run, { mayHaveLeft: isRequested }),
    leadStep(run),
    jobsStep(run),
    restartStep(run),
    recoveredStep(run),
  ]
}

function findRefusal({ snapshot, target }: PlanContext): Check | null {
  const { leader } = snapshot
  const refuse = (code: string, text: string): Check => ({ code, level: 'refusal', text })
  if (!leader) return refuse('no-leader', 'There is no leader, so there is nothing to hand over.')
  if (leader.process !== 'running')
    return refuse(
      'leader-not-running',
      `${leader.master ?? leader.rpcAddress} is not proven running (${leader.process}). Use the fenced takeover.`,
    )
  if (target === null) return null
  if (target === leader.master) return refuse('leads-already', `${target} leads already.`)
  const standby = snapshot.jobManagers.find(({ master }) => master === target)
  if (standby?.role !== 'standby' || standby.inLine === null)
    return refuse('not-in-line', `${target} is not proven in line. Start it, or choose another.`)
  return null
}

/** Masters that would lead before `target`; they are restarted, one after the other, and are then behind it. */
function findMastersInFront({ jobManagers }: ClusterSnapshot, target: string | null): string[] {
  const place = jobManagers.find(({ master }) => master === target)?.inLine
  if (target === null || place === null || place === undefined) return []
  return jobManagers
    .filter(({ inLine }) => inLine !== null && inLine > 0 && inLine < place)
    .sort((a, b) => (a.inLine ?? 0) - (b.inLine ?? 0))
    .map(({ master }) => master)
}
