import 'server-only'
import { getJournal } from '@/lib/journal/database'
import { contenderProofs, permitsActing } from '@/lib/model/contender-proof'
import type { DrillScenario } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findJobManagerProcess } from '@/lib/operations/processes/find-own'
import { OperationError, type PlanContext } from '@/lib/operations/run/verb'
import type { SessionHolder } from '@/lib/takeover/decide/decision'
import { findSpoiledLine, findWholeLeader } from '@/lib/takeover/decide/election'
import { findElectionPlace } from '@/lib/takeover/election/election-clients'
import { readElection } from '@/lib/takeover/election/read-election'
import { orRefuseWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { confirmHolder } from '@/lib/takeover/identities/confirm-holder'
import { gatherHolders } from '@/lib/takeover/identities/gather-holders'
import { readIdentities } from '@/lib/takeover/notes/noted-identities'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'

/** The process that a drill breaks, proven on its own host. */
export interface ProvenTarget {
  master: string
  zkSessionId: string
  process: FoundProcess
  /** How its session is tied to it, in words. */
  proof: string
}

interface Question {
  context: PlanContext
  rule: DrillScenario['target']
  /** The present one. */
  snapshot: ClusterSnapshot
  signal: AbortSignal
}

/**
 * Who leads (or stands first in line) by a fresh reading of the election, and which process that is, by its noted identity and a look at
 * its own host now. The next in line has to live too: a drill without it would only be an outage.
 * @throws OperationError refused, with what is not proven; HostError
 */
export async function proveTarget({ context, rule, snapshot, signal }: Question): Promise<ProvenTarget> {
  const { settings, configuration, hosts } = context
  const place =
    findElectionPlace(settings, configuration) ?? refuse('No ZooKeeper is configured for this cluster, so there is no election.')
  const [reading, identities] = await Promise.all([
    orRefuseWithoutZooKeeper(readElection(place, { withLocks: false })),
    getJournal().then((journal) => readIdentities(journal, settings.id)),
  ])
  if (findWholeLeader(reading) === null) refuse('No leader stands in ZooKeeper with all of its addresses. Wait until one does.')
  const spoiled = findSpoiledLine(reading)
  if (spoiled !== null) refuse(spoiled)
  const holders = await gatherHolders({ reading, identities, snapshot, hosts, leader: 'death', signal })
  const [leader, standby] = reading.latches.map(({ owner }) => owner)
  const both = [toLiving(leader, holders, 'the leader'), toLiving(standby, holders, 'the first standby')] as const
  const holder = both[rule === 'leader' ? 0 : 1]
  if (rule === 'leader') {
    const now = await confirmHolder(hosts, identities.get(holder.zkSessionId), reading, signal)
    if (!now.holds) refuse(`It is not proven that ${holder.master} leads: ${now.why}.`)
  }
  return {
    master: holder.master,
    zkSessionId: holder.zkSessionId,
    process: await findProcess(context, holder, signal),
    proof: contenderProofs[holder.proof].sentence,
  }
}

/** @throws OperationError refused */
function toLiving(owner: string | undefined, holders: ReadonlyMap<string, SessionHolder>, who: string): SessionHolder {
  const holder = owner === undefined ? undefined : holders.get(owner)
  if (owner === undefined) refuse(`Nothing stands in the election as ${who}.`)
  if (!holder?.identity || !permitsActing(holder.proof))
    refuse(
      `The process of ${who}${holder ? `, ${holder.master},` : ''} is not identified on its host yet. Wait a moment; the Cluster page says what is missing.`,
    )
  if (holder.life.state !== 'alive')
    refuse(`The process of ${who}, ${holder.master}, is not proven to run: ${'why' in holder.life ? holder.life.why : holder.life.how}.`)
  return holder
}

/** The noted process, as it can be sent a signal. @throws OperationError refused */
async function findProcess({ hosts }: PlanContext, { master, identity }: SessionHolder, signal: AbortSignal): Promise<FoundProcess> {
  const { own } = await findJobManagerProcess(hosts, master, signal)
  if (own && own.identity.pid === identity?.pid && own.identity.start === identity.startTicks && own.state === 'running') return own
  return refuse(
    `The process found for ${master}${own ? ` (pid ${own.identity.pid})` : ''} is not the one that holds its place in the election. Plan anew.`,
  )
}

function refuse(text: string): never {
  throw new OperationError('refused', text)
}
