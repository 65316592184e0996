import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { PlanContext, PlanDraft, Verb } from '../run/verb'
import { mostAskingMs } from '@/lib/takeover/steps/session-end'
import { noZooKeeper, toChecks } from '@/lib/takeover/steps/takeover-checks'
import { planTakeover } from '@/lib/takeover/steps/takeover-plan'
import {
  fenceStep,
  jobsStep,
  killStep,
  leadStep,
  proveStep,
  recoveredStep,
  createTakeoverExecution,
  toResult,
} from '@/lib/takeover/steps/takeover-steps'

const deadlineMs = 150_000 + 2 * mostAskingMs

/** What has to be typed before a frozen process is killed: it may only be slow. */
export const killFrozen = 'kill the frozen leader'

/**
 * The leader's process is dead: its election znodes are removed now, instead of when its session ends. A frozen one is killed
 * first, if these words are typed. lib/takeover/decide decides.
 */
export const fencedTakeover: Verb<'fenced-takeover'> = {
  kind: 'fenced-takeover',
  async plan(context: PlanContext): Promise<PlanDraft> {
    const isFrozen = context.snapshot.leader?.process === 'frozen'
    const plan = await planTakeover(context, isFrozen ? 'will-be-killed' : 'dead-already')
    if (plan === null) return noZooKeeper
    const { decision } = plan
    if (decision.kind === 'refuse') return toChecks(plan, { code: decision.code, level: 'refusal', text: decision.text })
    const run = createTakeoverExecution(context, plan, decision, context.actor.kind === 'system' ? 'autopilot' : 'fenced-takeover')
    const { leader, next, deadStandbys } = decision
    const also =
      deadStandbys.length > 0
        ? `, together with ${deadStandbys.map(({ master }) => master).join(', ')}, dead as well and in front of it`
        : ''
    return {
      sentence: `${leader.master} ${isFrozen ? 'is frozen and will be killed' : 'is dead'}; its place in the election is removed${also}, and ${next.master} leads at once.`,
      steps: [
        isFrozen ? killStep(run) : proveStep(run),
        fenceStep(run, { mayHaveLeft: false }),
        leadStep(run),
        jobsStep(run),
        recoveredStep(run),
      ],
      checks: toChecks(plan, isFrozen ? frozen(leader.master) : null).checks,
      deadlineMs: deadlineMs,
      guardsLeader: true,
      verify: async (step) => toResult(run, step),
    }
  },
}

function frozen(master: string): Check {
  return {
    code: 'leader-frozen',
    level: 'refusal',
    override: killFrozen,
    text: `${master} is frozen, not dead: it may go on at any moment, and a frozen leader that is fenced and goes on ruins the cluster. It is killed first, and its death proven.`,
  }
}
