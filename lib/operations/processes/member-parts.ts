import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot, MemberMode } from '@/lib/model/snapshot'
import { OperationError, type PlanContext, type Step, type StepContext } from '../run/verb'
import { isAlive } from './find-own'
import type { QuorumServer } from './members'
import { createFlinkScriptCall } from './scripts'
import { planStartStep, type StartRequest } from './start-step'
import { toStopStep } from './stop-step'

export const servesMs = 60_000

const serving: readonly MemberMode[] = ['leader', 'follower', 'observer', 'standalone']

/** Whether the member serves; where its four-letter words are disabled, that it is up is all that can be known. */
export function isServing(mode: MemberMode): boolean {
  return serving.includes(mode) || mode === 'words-off'
}

export async function planStartMemberStep(
  context: PlanContext,
  member: QuorumServer,
  ifThere: StartRequest['ifThere'] = 'refuse',
): Promise<Step> {
  const call = await createFlinkScriptCall(context, member.host, 'zookeeper.sh', ['start', String(member.id)], member.confDir)
  return planStartStep(context, {
    id: `start-member-${member.id}`,
    name: `ZooKeeper ${member.address}`,
    host: member.host,
    call,
    ifThere,
    find: async (signal) =>
      (await context.hosts.findProcesses(member.host, signal)).processes.find(
        (process) =>
          isAlive(process) &&
          process.java.kind === 'zookeeper' &&
          process.java.peerId === member.id &&
          process.java.zkConfigFile === `${member.confDir}/zoo.cfg`,
      ) ?? null,
  })
}

export function toStopMemberStep(context: PlanContext, { id, address, own }: QuorumServer, before: (step: StepContext) => void): Step {
  if (!own) throw new OperationError('refused', `No process of ZooKeeper ${address} runs.`)
  return toStopStep(context, { id: `stop-member-${id}`, name: `ZooKeeper ${address}`, process: own, before })
}

/** Waits until the member serves again; where its four-letter words are disabled, until it is at least up. */
export function toServesStep({ id, address }: QuorumServer): Step {
  return {
    id: `serves-${id}`,
    title: `Wait until ${address} serves`,
    host: null,
    commands: [],
    async run(step) {
      const now = await step.waitUntil(
        (snapshot) => {
          const mode = snapshot.quorum.members.find((member) => member.address === address)?.mode
          if (mode === undefined) return `${address} is no member of the configured quorum`
          return isServing(mode) ? null : `${address} is ${mode}`
        },
        { withinMs: servesMs },
      )
      return `${address} is ${now.quorum.members.find((member) => member.address === address)?.mode}.`
    },
  }
}

/** Several servers of one host with one conf folder would all start with the same client port and data. */
export function checkFolders(members: readonly QuorumServer[], started: readonly QuorumServer[]): Check[] {
  const clash = started.find((member) =>
    members.some((other) => other !== member && other.host === member.host && other.confDir === member.confDir),
  )
  if (!clash) return []
  return [
    {
      code: 'shared-folder',
      level: 'refusal',
      text: `Several servers on ${clash.host} would be started with ${clash.confDir}/zoo.cfg, so with one client port and one data folder. Name the folder of each under memberConfDirs in understudy.yaml.`,
    },
  ]
}

/** Why a member whose process is not found may not be started: only a closed port proves that it does not run where processes are hidden. */
export function findMemberObstacle({ quorum }: ClusterSnapshot, { address, hidden }: QuorumServer): string | null {
  const mode = quorum.members.find((member) => member.address === address)?.mode ?? 'unknown'
  if (serving.includes(mode))
    return `ZooKeeper ${address} serves (${mode}), though no process of it that Flink’s script started is found${hidden === null ? '' : `: ${hidden.why}`}. A second one is not started.`
  return hidden === null || mode === 'down'
    ? null
    : `${hidden.why}, so whether ZooKeeper ${address} runs there is not known. A second one is not started. ${hidden.whatToDo}`
}

/** Whether the others keep a quorum without it. */
export function checkQuorum({ quorum }: ClusterSnapshot, address: string): Check[] {
  const member = quorum.members.find((each) => each.address === address)
  if (member && !isServing(member.mode) && member.mode !== 'unknown') return []
  if (quorum.spare !== null && quorum.spare > 0)
    return [{ code: 'quorum', level: 'fine', text: `The quorum goes on without it: ${quorum.detail}.` }]
  const why =
    quorum.spare === null
      ? 'Whether the quorum goes on without it is not known'
      : 'The quorum stops serving without it, and then there is no leader'
  return [{ code: 'quorum', level: 'refusal', text: `${why}: ${quorum.detail}.`, override: `${address} may stop the quorum` }]
}

/** What happens to the sessions that are connected to the member. */
export function checkCarried({ snapshot, configuration }: PlanContext, address: string): Check[] {
  const carries = snapshot.quorum.members.find((each) => each.address === address)?.carries ?? []
  const leader = snapshot.leader?.master
  if (!leader || !carries.includes(leader) || configuration.tolerateSuspended) return []
  return [
    {
      code: 'carries-leader',
      level: 'warning',
      text: `The leader ${leader} is connected to this member. It loses leadership for about a second, and its jobs restart. With high-availability.zookeeper.client.tolerate-suspended-connections set to true they keep running.`,
    },
  ]
}
