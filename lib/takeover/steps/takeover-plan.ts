import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { getJournal } from '@/lib/journal/database'
import { leastBetweenReadingsMs, type Fence, type FencingDecision, type SessionHolder } from '../decide/decision'
import { decideFencing } from '../decide/decide-fencing'
import { findWholeLeader, type ElectionReading } from '../decide/election'
import type { Liveness } from '../decide/process-look'
import { findElectionPlace } from '../election/election-clients'
import { readElection, type ElectionPlace } from '../election/read-election'
import { askUntilAnswered } from '../election/unanswered'
import { orRefuseWithoutZooKeeper } from '../election/zookeeper-words'
import { OperationError, type PlanContext, type StepContext } from '@/lib/operations/run/verb'
import { findStableReading } from '../election/stable-readings'
import { confirmHolder } from '../identities/confirm-holder'
import { findAddresses } from '../looks/find-addresses'
import { gatherHolders } from '../identities/gather-holders'
import { readIdentities, type NotedIdentity } from '../notes/noted-identities'
import { toSessionEndMs } from './session-end'

/** What a takeover knows when it is planned, and what its steps share. */
export interface TakeoverPlan {
  place: ElectionPlace
  /** The earlier reading, of when the election was stable; or `reading` itself. */
  first: ElectionReading
  /** The election as it was when this was planned. */
  reading: ElectionReading
  identities: ReadonlyMap<string, NotedIdentity>
  holders: ReadonlyMap<string, SessionHolder>
  /** Decided as if the leader were dead, where it is to be killed first. */
  decision: FencingDecision
}

/** @param ending the leader is (or will be, once killed) dead: the decision for that case */
export async function planTakeover(context: PlanContext, ending: 'dead-already' | 'will-be-killed'): Promise<TakeoverPlan | null> {
  const { settings, configuration, snapshot, hosts, signal } = context
  const place = findElectionPlace(settings, configuration)
  if (!place) return null
  const [reading, identities] = await Promise.all([
    orRefuseWithoutZooKeeper(readElection(place, { withLocks: true })),
    getJournal().then((journal) => readIdentities(journal, settings.id)),
  ])
  const first = findStableReading(settings.id, reading)
  const holders = await gatherHolders({ reading, identities, snapshot, hosts, leader: 'death', signal })
  const expected = snapshot.leader?.leaderSessionId ?? ''
  const isToBeKilled = ending === 'will-be-killed'
  const [addresses, proofNow] = await Promise.all([
    findAddressesOf(reading, holders),
    isToBeKilled ? confirmHolder(hosts, identities.get(reading.latches[0]?.owner ?? ''), reading, signal) : null,
  ])
  const assumed = isToBeKilled ? assumeDead(holders, reading) : holders
  const second = { ...reading, at: Math.max(reading.at, first.at + leastBetweenReadingsMs) }
  const decision = decideFencing({
    first,
    second,
    quorumServes: serves(context),
    expectedLeaderSessionId: expected,
    holders: assumed,
    addresses,
    proofNow,
  })
  return { place, first, reading, identities, holders, decision }
}

function findAddressesOf(
  reading: ElectionReading,
  holders: ReadonlyMap<string, SessionHolder>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return findAddresses(
    findWholeLeader(reading),
    [...holders.values()].flatMap(({ identity }) => identity?.host ?? []),
  )
}

const toBeKilled: Liveness = { state: 'dead', how: 'it will be killed first' }

/** Only a living or frozen process can be killed; about an unknown one nothing is assumed. */
function assumeDead(holders: ReadonlyMap<string, SessionHolder>, { latches }: ElectionReading): Map<string, SessionHolder> {
  const leader = latches[0]?.owner
  return new Map(
    [...holders].map(([session, holder]) => [
      session,
      session === leader && holder.life.state !== 'unknown' ? { ...holder, life: toBeKilled } : holder,
    ]),
  )
}

export function serves({ snapshot }: Pick<PlanContext, 'snapshot'>): boolean {
  return snapshot.quorum.serving !== false && snapshot.sources.zookeeper.state === 'live'
}

/** Waits until a second reading can prove that nothing changed since the first. */
export async function waitUntilStable({ at }: ElectionReading): Promise<void> {
  const waitMs = at + leastBetweenReadingsMs - Date.now()
  if (waitMs > 0) await sleep(waitMs)
}

/**
 * Reads in the midst of a takeover: while there is no leader, a connection that breaks costs a moment and not the takeover.
 * @throws OperationError `refused` when no answer came until the session of what is dead has ended by itself
 */
export async function readWhileNobodyLeads<T>(
  context: PlanContext,
  { place }: Pick<TakeoverPlan, 'place'>,
  step: Pick<StepContext, 'signal' | 'say'>,
  read: (place: ElectionPlace) => Promise<T>,
): Promise<T> {
  // A client that was not used for a while is closed.
  const ask = () => read(findElectionPlace(context.settings, context.configuration) ?? place)
  const untilAt = Date.now() + toSessionEndMs(context)
  const onFailure = (error: Error) => step.say(`${error.message}. Asking again.\n`)
  return orRefuseWithoutZooKeeper(askUntilAnswered(ask, { untilAt, signal: step.signal, onFailure }))
}

/** The real decision: the proofs are complete, now a second reading. @throws OperationError `refused` with what to do */
export async function decideNow(
  context: PlanContext,
  plan: TakeoverPlan,
  holders: ReadonlyMap<string, SessionHolder>,
  { expectedLeaderSessionId, step }: { expectedLeaderSessionId: string; step: Pick<StepContext, 'signal' | 'say'> },
): Promise<Fence> {
  await waitUntilStable(plan.first)
  const second = await readWhileNobodyLeads(context, plan, step, (place) => readElection(place, { withLocks: true }))
  const addresses = await findAddressesOf(second, holders)
  const decision = decideFencing({
    first: plan.first,
    second,
    quorumServes: serves(context),
    expectedLeaderSessionId,
    holders,
    addresses,
    proofNow: null,
  })
  if (decision.kind === 'refuse') throw new OperationError('refused', decision.text)
  return decision
}
