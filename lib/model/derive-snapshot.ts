import type { ClusterFacts } from './cluster-facts'
import { deriveJobManagers, deriveStrangers } from './derive-job-managers'
import { deriveDoctor } from './derive-doctor'
import { deriveLeader } from './derive-leader'
import { deriveQuorum } from './derive-quorum'
import { createRecoveryDeriver } from './derive-recovery'
import { deriveSources } from './derive-sources'
import { deriveTakeover } from './derive-takeover'
import { deriveLevelAndReasons, withHeadline } from './derive-verdict'
import { deriveEvents } from './diff-events'
import { advanceLanes, advanceVerdicts } from './lanes'
import { deriveSessionProofs, type Disputes, type ProvenSessions } from './match-contenders'
import { toIso, unknown } from './observed'
import { advanceLeadership, led, type Leadership } from './outage'
import { findMover } from './own-doing'
import { derivePresent } from './present'
import type { VerdictInput } from './reasons/verdict-input'
import { shareUnchanged } from './share-unchanged'
import type { ClusterEvent, ClusterSnapshot, Lane, Leader, TaskManagers, VerdictSpan } from './snapshot'
import { advanceObservedTakeover, beginObservedTakeover, type ObservedTakeover, type RunInputs } from './takeover-run'
import { advanceToldJobManagers, toToldJobManagers, type ToldJobManagers } from './told-job-managers'

/** What one snapshot hands to the next: proofs, the last leader, the takeover under way, lanes, events. */
export interface Memory {
  proofs: ProvenSessions
  /** Sessions about which two facts disagree. */
  disputes: Disputes
  lastLeader: Leader | null
  leadership: Leadership
  run: ObservedTakeover | null
  told: ToldJobManagers
  taskManagers: number | null
  lanes: Lane[]
  verdicts: VerdictSpan[]
  events: ClusterEvent[]
  eventSerial: number
  /** A snapshot with live znodes was derived: before the first one nothing counts as a change. */
  hasSeen: boolean
}

export const emptyMemory: Memory = {
  proofs: new Map(),
  disputes: new Map(),
  lastLeader: null,
  leadership: led,
  run: null,
  told: new Map(),
  taskManagers: null,
  lanes: [],
  verdicts: [],
  events: [],
  eventSerial: 1,
  hasSeen: false,
}

const mostEvents = 50

export interface Derived {
  snapshot: ClusterSnapshot
  memory: Memory
  /** False: nothing that a reader sees changed, and the snapshot is the previous one. */
  isChanged: boolean
  /** Some jobs were postponed: the next snapshot should follow soon. */
  isBehind: boolean
}

/** @param keepsJobs the jobs of the previous snapshot are kept; the next one without it catches up */
export type SnapshotDeriver = (
  facts: ClusterFacts,
  memory: Memory,
  before: ClusterSnapshot | null,
  now: number,
  keepsJobs?: boolean,
) => Derived

/**
 * Derives a snapshot from facts: pure but for a cache of unchanged jobs. One deriver per cluster.
 * @param epoch names the process, so that readers tell its revisions from those of the process before
 */
export function createSnapshotDeriver(epoch: string): SnapshotDeriver {
  const deriveRecovery = createRecoveryDeriver()
  return (facts, memory, before, now, keepsJobs = false) => {
    const { proofs, disputes } = deriveSessionProofs(facts, memory.proofs, memory.disputes)
    const { outageSince: outageBefore } = memory.leadership
    const leader = deriveLeader(facts, proofs, { outageSince: outageBefore, lastLeader: memory.lastLeader, now })
    const jobManagers = deriveJobManagers(facts, proofs, leader, { lastLeader: memory.lastLeader?.master ?? null, run: memory.run })
    const strangers = deriveStrangers(facts, proofs, jobManagers)
    const quorum = deriveQuorum(facts, jobManagers)
    const { recovery, isBehind } = deriveRecovery(facts, leader, proofs, now, keepsJobs)
    const taskManagers = deriveTaskManagers(facts, leader)
    const input = { facts, leader, jobManagers, strangers, quorum, recovery, taskManagers, now }
    const { leadership, run, takeover, verdict, present } = judge(memory, input)
    const sources = deriveSources(facts)
    const parts = { leader, jobManagers, quorum, recovery, verdict, sources, operation: facts.operation }
    const { outageSince } = leadership
    const lanes = advanceLanes(memory.lanes, { jobManagers, leader, outageSince }, now)
    const verdicts = advanceVerdicts(memory.verdicts, verdict.level, outageSince, now)
    const told = advanceToldJobManagers(memory.told, jobManagers, now)
    const found = before && memory.hasSeen ? findEvents(before, { ...parts, told, run }, memory, disputes, now) : []
    const events = found.length > 0 ? [...found.reverse(), ...memory.events].slice(0, mostEvents) : memory.events
    const drawn: ClusterSnapshot = {
      cluster: toIdentity(facts),
      revision: before?.revision ?? 0,
      epoch,
      asOf: before?.asOf ?? toIso(now),
      sources,
      present,
      verdict,
      leader,
      takeover,
      jobManagers,
      strangers,
      quorum,
      recovery,
      taskManagers,
      doctor: deriveDoctor(facts),
      yarn: null,
      operation: facts.operation,
      lanes,
      verdicts,
      events,
    }
    const next: Memory = {
      proofs,
      disputes,
      run,
      told,
      lanes,
      verdicts,
      events,
      leadership,
      lastLeader: leader ?? memory.lastLeader,
      taskManagers: taskManagers.total ?? memory.taskManagers,
      eventSerial: memory.eventSerial + found.length,
      hasSeen: memory.hasSeen || facts.tree.status === 'live',
    }
    return { ...toDerived(before, drawn, next, now), isBehind }
  }
}

/** Current state, next failure, and the takeover between the two. */
function judge(memory: Memory, input: VerdictInput) {
  const { facts, leader, jobManagers, recovery, now } = input
  const judged = deriveLevelAndReasons(input)
  const leadership = advanceLeadership(memory.leadership, judged.level, leader, facts, now)
  const run = deriveRun(memory, leadership, input)
  const takeover = deriveTakeover(facts, leader, jobManagers, recovery, leadership.outageSince, run)
  const present = derivePresent(input, judged.level, run?.reached['standby-leads'] ?? null)
  return { leadership, run, takeover, verdict: withHeadline(judged, input, takeover), present }
}

function findEvents(
  before: ClusterSnapshot,
  { told, run, ...parts }: Parameters<typeof deriveEvents>[1] & Pick<Memory, 'told' | 'run'>,
  memory: Memory,
  disputes: Disputes,
  now: number,
): ClusterEvent[] {
  const contradictions = [...disputes].filter(([session, text]) => memory.disputes.get(session) !== text).map(([, text]) => text)
  return deriveEvents(
    { ...before, jobManagers: toToldJobManagers(memory.told, before.jobManagers) },
    { ...parts, jobManagers: toToldJobManagers(told, parts.jobManagers) },
    { outageSince: memory.leadership.outageSince, contradictions, lastLeader: memory.lastLeader?.master ?? null, run },
    now,
    memory.eventSerial,
  )
}

function toDerived(before: ClusterSnapshot | null, drawn: ClusterSnapshot, memory: Memory, now: number): Omit<Derived, 'isBehind'> {
  const shared = before ? shareUnchanged(before, drawn) : drawn
  if (shared === before) return { snapshot: before, memory, isChanged: false }
  return { snapshot: { ...shared, revision: drawn.revision + 1, asOf: toIso(now) }, memory, isChanged: true }
}

function toIdentity(facts: ClusterFacts): ClusterSnapshot['cluster'] {
  const configuration = facts.configuration.known ? facts.configuration.value : null
  return {
    id: facts.id,
    name: facts.name,
    flinkVersion: facts.flinkVersion,
    pathRoot: configuration?.pathRoot ?? null,
    clusterId: configuration?.clusterId ?? null,
    layout: facts.tree.tree?.label ?? null,
    control: deriveControl(facts),
    confDir: facts.confDir,
    webUi: facts.webUi,
    connectString: configuration?.connectString ?? null,
  }
}

/** Not `local` where no master's host is this machine. */
function deriveControl({ control, localHosts }: ClusterFacts): ClusterSnapshot['cluster']['control'] {
  return control === 'local' && localHosts.size === 0 ? 'none' : control
}

/** Only the proven leader's own answer counts. */
function deriveTaskManagers(facts: ClusterFacts, leader: Leader | null): TaskManagers {
  const jm = leader?.process === 'running' ? facts.jobManagers.find((candidate) => candidate.master === leader.master) : undefined
  const reported =
    jm?.taskManagers ??
    unknown(
      'jobManagers',
      leader?.processSince ? Date.parse(leader.processSince) : facts.tree.since,
      'no leader is proven, so none is asked',
    )
  if (!reported.known) return { total: null, slotsTotal: null, slotsFree: null, detail: [], provenance: reported }
  return { ...reported.value, provenance: { known: true, source: reported.source, at: reported.at } }
}

/** A run belongs to one outage; a change of leader without an outage has a run too, whose begin and election are the same moment. */
function deriveRun(memory: Memory, { outageSince }: Leadership, inputs: RunInputs): ObservedTakeover | null {
  const { lastLeader: last, run } = memory
  if (last === null) return null
  const isNewOutage = outageSince !== null && run?.startedAt !== outageSince
  const { leader } = inputs
  const isFollowed = outageSince === null && leader !== null && leader.leaderSessionId !== last.leaderSessionId
  const isKnown = run !== null && (run.leaderSessionId === last.leaderSessionId || memory.leadership.outageSince === run.startedAt)
  const isNewTerm = isFollowed && !isKnown
  const startedAt = outageSince ?? memory.leadership.unprovenSince ?? inputs.now
  const begin = () => {
    const doing = findMover(inputs.facts.operation, startedAt, last.master, run)
    return beginObservedTakeover(last, startedAt, { doing, run, taskManagersBefore: memory.taskManagers }, inputs)
  }
  const current = isNewOutage || isNewTerm ? begin() : run
  return current && advanceObservedTakeover(current, outageSince !== null, inputs)
}
