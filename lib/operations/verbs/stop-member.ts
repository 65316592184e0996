import 'server-only'
import { checkCarried, checkQuorum, toStopMemberStep } from '../processes/member-parts'
import { refuseNotFound } from '../processes/hidden'
import { findMembers, getMember } from '../processes/members'
import { checkPidFile } from '../processes/pid-file'
import { stopMs } from '../processes/stop-step'
import { OperationError, type StepContext, type Verb } from '../run/verb'

const downMs = 20_000

export const stopMember: Verb<'stop-member'> = {
  kind: 'stop-member',
  async plan(context) {
    const member = getMember(await findMembers(context), context.target)
    if (!member.own)
      return refuseNotFound(member.hidden, {
        what: `ZooKeeper ${member.address}`,
        otherwise: `No process of ZooKeeper ${member.address} (server.${member.id}) that Flink’s script started runs on ${member.host}. Nothing is stopped.`,
      })
    const quorum = checkQuorum(context.snapshot, member.address)
    const isOverridden = quorum.some(({ override }) => override !== undefined && override === context.request.override)
    return {
      sentence: `Stops exactly the ZooKeeper server ${member.address}: pid ${member.own.identity.pid} on ${member.host}.`,
      steps: [toStopMemberStep(context, member, (step) => demandSpare(step, member.address, isOverridden))],
      checks: [...quorum, ...checkCarried(context, member.address), await checkPidFile(context, member.own, 'zookeeper')],
      deadlineMs: stopMs + downMs,
      guardsLeader: true,
      verify: (step) => verifyDown(step, member.address),
    }
  },
}

/** The plan's check again, at the last moment. @throws OperationError refused */
export function demandSpare(step: StepContext, address: string, isOverridden: boolean): void {
  step.assertSameLeader()
  const refusal = checkQuorum(step.snapshot(), address).find(({ level }) => level === 'refusal')
  if (refusal && !isOverridden) throw new OperationError('refused', `${refusal.text} Nothing was stopped.`)
}

async function verifyDown(step: StepContext, address: string): Promise<string> {
  const now = await step.waitUntil(
    ({ quorum }) => {
      const mode = quorum.members.find((member) => member.address === address)?.mode
      return mode === 'down' || mode === undefined ? null : `${address} is still ${mode} in the snapshot`
    },
    { withinMs: downMs },
  )
  return `${address} is stopped. Quorum: ${now.quorum.detail}.`
}
