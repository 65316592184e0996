import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { checkBin } from '../processes/check-bin'
import { checkFolders, findMemberObstacle, isServing, servesMs, planStartMemberStep } from '../processes/member-parts'
import { findMembers, type QuorumServer } from '../processes/members'
import { startMs } from '../processes/start-step'
import { OperationError, type Step, type Verb } from '../run/verb'

/** For members that join after the majority. */
const joinedMs = 30_000

/** What start-zookeeper-quorum.sh does, for servers that do not run, and without ssh to this machine. */
export const startQuorum: Verb<'start-quorum'> = {
  kind: 'start-quorum',
  async plan(context) {
    const members = await findMembers(context)
    const down = members.filter(({ own }) => own === null)
    if (down.length === 0) throw new OperationError('refused', `All ${members.length} ZooKeeper servers of zoo.cfg run already.`)
    const obstacle = down.map((member) => findMemberObstacle(context.snapshot, member)).find((each) => each !== null)
    if (obstacle) throw new OperationError('refused', obstacle)
    const steps = await Promise.all(down.map((member) => planStartMemberStep(context, member)))
    const bins = await Promise.all(down.map((member) => checkBin(context, member.host, 'zookeeper.sh', member.confDir)))
    return {
      sentence: `Starts ${down.length} of ${members.length} ZooKeeper servers: ${down.map(({ address }) => address).join(', ')}.`,
      steps: [...steps, toServeStep(down)],
      checks: [...checkFolders(members, down), ...bins],
      deadlineMs: down.length * startMs + servesMs + joinedMs,
      guardsLeader: false,
      verify: async (step) => describeQuorum(step.snapshot(), down),
    }
  },
}

/** All that were started, not only a majority: a quorum that serves without one of them has a spare less than it is about to have. */
export function toServeStep(started: readonly QuorumServer[]): Step {
  return {
    id: 'serves',
    title: 'Wait until the quorum serves with all members',
    host: null,
    commands: [],
    async run(step) {
      await step.waitUntil(({ quorum }) => (quorum.serving ? null : quorum.detail), { withinMs: servesMs })
      await step
        .waitUntil((now) => findMissing(now, started), { withinMs: joinedMs })
        .catch((error: unknown) => {
          if (!OperationError.is(error) || error.code !== 'not-seen') throw error
        })
      return describeQuorum(step.snapshot(), started)
    },
  }
}

/** @returns what is still missing, or null when all serve */
function findMissing({ quorum }: ClusterSnapshot, started: readonly QuorumServer[]): string | null {
  const out = started.flatMap(({ address }) => {
    const mode = quorum.members.find((member) => member.address === address)?.mode ?? 'unknown'
    return isServing(mode) ? [] : `${address} (${mode})`
  })
  return out.length === 0 ? null : `${out.join(', ')} ${out.length === 1 ? 'does' : 'do'} not serve yet`
}

export function describeQuorum(now: ClusterSnapshot, started: readonly QuorumServer[]): string {
  const missing = findMissing(now, started)
  return missing === null
    ? `All ${started.length} that were started serve: ${now.quorum.detail}.`
    : `ZooKeeper serves, but ${missing}: ${now.quorum.detail}. Look at that member’s log.`
}
