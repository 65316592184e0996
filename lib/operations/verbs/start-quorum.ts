import 'server-only'
import { toBinCheck } from '../processes/check-bin'
import { checkFolders, SERVES_MS, toStartMemberStep } from '../processes/member-parts'
import { findMembers } from '../processes/members'
import { START_MS } from '../processes/start-step'
import { OperationError, type Step, type Verb } from '../run/verb'

/** What start-zookeeper-quorum.sh does, for those that do not run, and without ssh to this machine. */
export const startQuorum: Verb = {
  kind: 'start-quorum',
  async plan(context) {
    const members = await findMembers(context)
    const down = members.filter(({ own }) => own === null)
    if (down.length === 0) throw new OperationError('refused', `All ${members.length} ZooKeeper servers of zoo.cfg run already.`)
    const steps = await Promise.all(down.map((member) => toStartMemberStep(context, member)))
    const bins = await Promise.all(down.map((member) => toBinCheck(context, member.host, 'zookeeper.sh', member.confDir)))
    return {
      sentence: `Starts ${down.length} of ${members.length} ZooKeeper servers: ${down.map(({ address }) => address).join(', ')}.`,
      steps: [...steps, servesStep],
      checks: [...checkFolders(members, down), ...bins],
      deadlineMs: down.length * START_MS + SERVES_MS,
      guardsLeader: false,
      verify: async (step) => `ZooKeeper serves: ${step.snapshot().quorum.detail}.`,
    }
  },
}

const servesStep: Step = {
  id: 'serves', title: 'Wait until the quorum serves', host: null, commands: [],
  async run(step) {
    const now = await step.waitUntil(({ quorum }) => (quorum.serving ? null : quorum.detail), { withinMs: SERVES_MS })
    return `${now.quorum.detail}.`
  },
}
