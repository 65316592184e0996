import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { checkBin } from '../processes/check-bin'
import { checkCarried, checkFolders, servesMs, toServesStep, planStartMemberStep, toStopMemberStep } from '../processes/member-parts'
import { findMembers, type QuorumServer } from '../processes/members'
import { startMs } from '../processes/start-step'
import { stopMs } from '../processes/stop-step'
import { OperationError, type Step, type StepContext, type Verb } from '../run/verb'

const wholeMs = 60_000

export const rollingRestartQuorum: Verb<'rolling-restart-quorum'> = {
  kind: 'rolling-restart-quorum',
  async plan(context) {
    const members = await findMembers(context)
    const rounds = toOrder(members, context.snapshot)
    const steps: Step[] = []
    const checks: Check[] = [...checkFolders(members, members)]
    for (const member of rounds) {
      steps.push(
        toStopMemberStep(context, member, (step) => demandWhole(step)),
        await planStartMemberStep(context, member, 'take'),
        toServesStep(member),
        toWholeStep(member.id),
      )
      checks.push(...checkCarried(context, member.address), await checkBin(context, member.host, 'zookeeper.sh', member.confDir))
    }
    checks.push({ code: 'order', level: 'fine', text: `Order: ${rounds.map(({ address }) => address).join(', then ')}.` })
    return {
      sentence: `Restarts ${rounds.length} ZooKeeper servers one after the other, followers first; each goes only while all serve.`,
      steps,
      checks,
      deadlineMs: rounds.length * (stopMs + startMs + servesMs + wholeMs),
      guardsLeader: true,
      verify: async (step) => `All ${rounds.length} ZooKeeper servers were restarted. Quorum: ${step.snapshot().quorum.detail}.`,
    }
  },
}

/**
 * Plain followers, then the one that the leading JobManager is connected to, the quorum's leader last: each change of leader interrupts
 * every client for a moment.
 */
export function toOrder(members: readonly QuorumServer[], { quorum, leader }: ClusterSnapshot): QuorumServer[] {
  const rank = ({ address }: QuorumServer) => {
    const seen = quorum.members.find((member) => member.address === address)
    return (seen?.mode === 'leader' ? 2 : 0) + (leader?.master && seen?.carries.includes(leader.master) ? 1 : 0)
  }
  return [...members].sort((a, b) => rank(a) - rank(b) || a.id - b.id)
}

/** Never below a majority: a member is restarted only while every other serves. @throws OperationError refused */
function demandWhole(step: StepContext): void {
  step.signal.throwIfAborted()
  const { quorum } = step.snapshot()
  const lack = findLack(quorum)
  if (lack !== null) throw new OperationError('refused', `${lack}: nothing more is restarted. Fix that, then plan anew.`)
}

function findLack({ members, spare, serving }: ClusterSnapshot['quorum']): string | null {
  const out = members.find(({ mode }) => mode !== 'leader' && mode !== 'follower' && mode !== 'observer')
  if (out) return `${out.address} is ${out.mode}`
  if (serving !== true) return 'The quorum is not proven to serve'
  return spare === null || spare < 1 ? 'The quorum has no spare member' : null
}

/** All serve, and the cluster has a leader again: its session may have had to move. */
function toWholeStep(id: number): Step {
  return {
    id: `whole-${id}`,
    title: 'Wait until all members serve and the cluster is led',
    host: null,
    commands: [],
    async run(step) {
      const now = await step.waitUntil(
        ({ quorum, leader, sources }) => {
          if (sources.zookeeper.state !== 'live') return 'ZooKeeper is not heard'
          return findLack(quorum) ?? (leader?.process === 'running' ? null : 'no running leader is proven')
        },
        { withinMs: wholeMs },
      )
      step.expectLeader(now.leader?.leaderSessionId ?? null)
      return `Quorum: ${now.quorum.detail}; ${now.leader?.master ?? 'no JobManager'} leads.`
    },
  }
}
