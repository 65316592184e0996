import 'server-only'
import { checkBin } from '../processes/check-bin'
import {
  checkCarried,
  checkFolders,
  checkQuorum,
  servesMs,
  toServesStep,
  planStartMemberStep,
  toStopMemberStep,
} from '../processes/member-parts'
import { refuseNotFound } from '../processes/hidden'
import { findMembers, getMember } from '../processes/members'
import { startMs } from '../processes/start-step'
import { stopMs } from '../processes/stop-step'
import type { Verb } from '../run/verb'
import { demandSpare } from './stop-member'

export const restartMember: Verb<'restart-member'> = {
  kind: 'restart-member',
  async plan(context) {
    const members = await findMembers(context)
    const member = getMember(members, context.target)
    if (!member.own)
      return refuseNotFound(member.hidden, {
        what: `ZooKeeper ${member.address}`,
        otherwise: `No process of ZooKeeper ${member.address} that Flink’s script started runs on ${member.host}. Start it instead.`,
      })
    const quorum = checkQuorum(context.snapshot, member.address)
    const isOverridden = quorum.some(({ override }) => override !== undefined && override === context.request.override)
    return {
      sentence: `Stops exactly the ZooKeeper server ${member.address} (pid ${member.own.identity.pid} on ${member.host}), starts it again and waits until it serves.`,
      steps: [
        toStopMemberStep(context, member, (step) => demandSpare(step, member.address, isOverridden)),
        await planStartMemberStep(context, member, 'take'),
        toServesStep(member),
      ],
      checks: [
        ...quorum,
        ...checkCarried(context, member.address),
        ...checkFolders(members, [member]),
        await checkBin(context, member.host, 'zookeeper.sh', member.confDir),
      ],
      deadlineMs: stopMs + startMs + servesMs,
      guardsLeader: true,
      verify: async (step) => `${member.address} was restarted and serves. Quorum: ${step.snapshot().quorum.detail}.`,
    }
  },
}
