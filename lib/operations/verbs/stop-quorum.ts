import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { toStopMemberStep } from '../processes/member-parts'
import { checkHidden, refuseNotFound } from '../processes/hidden'
import { findMembers } from '../processes/members'
import { stopMs } from '../processes/stop-step'
import type { Verb } from '../run/verb'
import { toOrder } from './rolling-restart-quorum'

const downMs = 20_000

export const stopQuorum: Verb<'stop-quorum'> = {
  kind: 'stop-quorum',
  async plan(context) {
    const members = await findMembers(context)
    const running = toOrder(members, context.snapshot).filter(({ own }) => own !== null)
    if (running.length === 0)
      return refuseNotFound(members.find(({ hidden }) => hidden !== null)?.hidden ?? null, {
        what: 'a ZooKeeper server of zoo.cfg',
        otherwise: 'No ZooKeeper server of zoo.cfg that Flink’s script started runs.',
      })
    return {
      sentence: `Stops ${running.length} ZooKeeper servers: ${running.map(({ address }) => address).join(', ')}.`,
      // The leader changes by itself once the quorum is gone: only before the first stop does it have to be the planned one.
      steps: running.map((member, index) => toStopMemberStep(context, member, (step) => void (index === 0 && step.assertSameLeader()))),
      checks: [...checkUsers(context.snapshot), ...checkHidden(members.filter(({ own }) => own === null).map(({ hidden }) => hidden))],
      deadlineMs: running.length * stopMs + downMs,
      guardsLeader: true,
      async verify(step) {
        await step.waitUntil(
          ({ quorum }) =>
            quorum.members.every(({ mode, address }) => mode === 'down' || !running.some((member) => member.address === address))
              ? null
              : 'a member still answers',
          { withinMs: downMs },
        )
        return `${running.length} ZooKeeper servers are stopped. There is no leader until they serve again.`
      },
    }
  },
}

function checkUsers({ leader, recovery }: ClusterSnapshot): Check[] {
  if (!leader) return []
  return [
    {
      code: 'led',
      level: 'warning',
      text: `${leader.master ?? leader.rpcAddress} leads now and will step down; ${recovery.jobs.length} jobs stop. JobManagers that find no ZooKeeper for about a minute end by themselves. To stop all, stop the cluster first.`,
    },
  ]
}
