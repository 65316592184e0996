import 'server-only'
import { checkBin } from '../processes/check-bin'
import { checkFolders, findMemberObstacle, servesMs, toServesStep, planStartMemberStep } from '../processes/member-parts'
import { findMembers, getMember } from '../processes/members'
import { startMs } from '../processes/start-step'
import { OperationError, type Verb } from '../run/verb'

export const startMember: Verb<'start-member'> = {
  kind: 'start-member',
  async plan(context) {
    const members = await findMembers(context)
    const member = getMember(members, context.target)
    if (member.own)
      throw new OperationError('refused', `ZooKeeper ${member.address} runs already: pid ${member.own.identity.pid} on ${member.host}.`)
    const obstacle = findMemberObstacle(context.snapshot, member)
    if (obstacle !== null) throw new OperationError('refused', obstacle)
    return {
      sentence: `Starts the ZooKeeper server ${member.address} (server.${member.id}) on ${member.host} and waits until it serves.`,
      steps: [await planStartMemberStep(context, member), toServesStep(member)],
      checks: [...checkFolders(members, [member]), await checkBin(context, member.host, 'zookeeper.sh', member.confDir)],
      deadlineMs: startMs + servesMs,
      guardsLeader: false,
      verify: async (step) => `${member.address} serves. Quorum: ${step.snapshot().quorum.detail}.`,
    }
  },
}
