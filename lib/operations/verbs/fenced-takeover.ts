import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { PlanContext, PlanDraft, Verb } from '../run/verb'
import { noZooKeeper, toChecks } from '../takeover/takeover-checks'
import { planTakeover } from '../takeover/takeover-plan'
import { fenceStep, jobsStep, killStep, leadStep, proveStep, recoveredStep, startRun, toResult } from '../takeover/takeover-steps'

const DEADLINE_MS = 150_000

/**
 * The leader's process is dead: its place in the election goes now, instead of when its session ends. With
 * `options.killFrozen = yes` a frozen one is killed first. What decides is lib/model/fencing.
 */
export const fencedTakeover: Verb = {
  kind: 'fenced-takeover',
  async plan(context: PlanContext): Promise<PlanDraft> {
    const kills = context.request.options?.killFrozen === 'yes' && context.snapshot.leader?.process === 'frozen'
    const plan = await planTakeover(context, kills ? 'will-be-killed' : 'dead-already')
    if (plan === null) return noZooKeeper
    const { decision } = plan
    if (decision.kind === 'refuse') return toChecks(plan, withHint(context, { code: decision.code, level: 'refusal', text: decision.text }))
    const run = startRun(context, plan, decision, context.actor.kind === 'system' ? 'autopilot' : 'fenced-takeover')
    const { leader, next, deadStandbys } = decision
    const also = deadStandbys.length > 0 ? `, together with ${deadStandbys.map(({ master }) => master).join(', ')}, dead as well and in front of it` : ''
    return {
      sentence: `${leader.master} ${kills ? 'is frozen and will be killed' : 'is dead'}; its place in the election is removed${also}, and ${next.master} leads at once.`,
      steps: [kills ? killStep(run) : proveStep(run), fenceStep(run, { mayHaveLeft: false }), leadStep(run), jobsStep(run), recoveredStep(run)],
      checks: toChecks(plan, null).checks,
      deadlineMs: DEADLINE_MS,
      guardsLeader: true,
      verify: async (step) => toResult(run, step),
    }
  },
}

/** A frozen leader can be killed by asking for it; nothing else about a living one helps. */
function withHint({ request }: PlanContext, check: Check): Check {
  if (check.code !== 'leader-frozen' || request.options?.killFrozen === 'yes') return check
  return { ...check, text: `${check.text} To have it killed here, ask with the option killFrozen = yes.` }
}
