import 'server-only'
import { contenderProofs } from '@/lib/model/contender-proof'
import type { Check } from '@/lib/model/operation'
import type { SessionHolder } from '../decide/decision'
import type { PlanDraft } from '@/lib/operations/run/verb'
import type { TakeoverPlan } from './takeover-plan'

/** The preflight checks: what was proven of whom; a refusal, if there is one, comes first. */
export function toChecks({ reading, holders }: TakeoverPlan, refusal: Check | null): PlanDraft {
  const seen = reading.latches.map(({ owner }, place) => toCheck(holders.get(owner), owner, place)).filter((check) => check !== null)
  return {
    sentence: refusal?.text ?? '',
    steps: [],
    checks: [...(refusal ? [refusal] : []), ...seen],
    deadlineMs: 0,
    guardsLeader: true,
    verify: refuseToVerify,
  }
}

function toCheck(holder: SessionHolder | undefined, owner: string, place: number): Check | null {
  const where = place === 0 ? 'First in line' : `Number ${place + 1} in line`
  if (!holder)
    return place > 1 ? null : { code: 'in-line', level: 'warning', text: `${where}: session ${owner}, and nothing proves whose it is.` }
  const { life, master, proof, identity } = holder
  const who = identity
    ? `${master}, pid ${identity.pid} on ${identity.host} (${contenderProofs[proof].words})`
    : `${master} (${contenderProofs[proof].words}; its process was never identified)`
  return {
    code: 'in-line',
    level: identity ? 'fine' : 'warning',
    text: `${where}: ${who}: ${life.state === 'dead' ? life.how : life.why}.`,
  }
}

async function refuseToVerify(): Promise<string> {
  throw new Error('A plan with a refusal does not run')
}

export const noZooKeeper: PlanDraft = {
  sentence: 'No ZooKeeper is configured for this cluster.',
  steps: [],
  deadlineMs: 0,
  guardsLeader: true,
  verify: refuseToVerify,
  checks: [
    {
      code: 'no-zookeeper',
      level: 'refusal',
      text: 'No ZooKeeper is configured for this cluster, so there is no election. Correct the configuration.',
    },
  ],
}
