import type { ClusterFacts } from './cluster-facts'
import { toIso } from './observed'
import type { JobManager, Leader, Recovery, Takeover } from './snapshot'
import { isInLine } from './standby'
import { toPhases, type ObservedTakeover } from './takeover-run'
import { deriveNegotiatedTimeout, deriveTakeoverWindow } from '@/lib/flink/takeover-window'

/** ZooKeeper's own default, also used by Flink's wrapper and its template. */
const defaultTickMs = 2000

interface WindowInputs {
  sessionTimeoutMs: number | null
  tickTimeMs: number | null
  basis: string
}

/**
 * The prediction while a leader is proven, and the running clock while none is.
 * @param outageSince epoch ms; null: there is no outage
 */
export function deriveTakeover(
  facts: ClusterFacts,
  leader: Leader | null,
  jobManagers: readonly JobManager[],
  recovery: Recovery,
  outageSince: number | null,
  run: ObservedTakeover | null,
): Takeover {
  const { sessionTimeoutMs, tickTimeMs, basis } = deriveWindowInputs(facts, leader, jobManagers)
  const windowMs = sessionTimeoutMs !== null && tickTimeMs !== null ? deriveTakeoverWindow(sessionTimeoutMs, tickTimeMs) : null
  const waits = outageSince !== null && leader !== null && facts.tree.status === 'live'
  return {
    standby: findNextInLine(jobManagers, leader)?.master ?? null,
    windowMs,
    windowBasis: basis,
    sessionTimeoutMs,
    tickTimeMs,
    fencedMs: facts.fenced?.ms ?? null,
    fencedDetail: facts.fenced?.detail ?? 'this console does not act on this cluster’s hosts',
    replayFrom: findReplayFrom(recovery),
    since: toTime(outageSince),
    expectedBetween:
      waits && windowMs ? { earliest: toIso(outageSince + windowMs.earliest), latest: toIso(outageSince + windowMs.latest) } : null,
    startedAt: toTime(outageSince ?? run?.startedAt ?? null),
    lastLeader: run?.master ?? null,
    doing: run?.doing ?? null,
    phases: toPhases(run),
  }
}

function toTime(at: number | null): string | null {
  return at === null ? null : toIso(at)
}

/** The first living standby in the order of the latch. */
function findNextInLine(jobManagers: readonly JobManager[], leader: Leader | null): JobManager | null {
  const ready = jobManagers.filter((jm) => isInLine(jm) && jm.master !== leader?.master)
  return ready.sort((a, b) => (a.inLine ?? 0) - (b.inLine ?? 0))[0] ?? null
}

function deriveWindowInputs(facts: ClusterFacts, leader: Leader | null, jobManagers: readonly JobManager[]): WindowInputs {
  const tick = findTickTime(facts)
  const logged = jobManagers.find((jm) => jm.master === leader?.master)?.sessionTimeoutMs ?? null
  if (logged !== null) {
    return {
      sessionTimeoutMs: logged,
      tickTimeMs: tick.ms,
      basis: `The leader’s log says its ZooKeeper session was granted ${logged / 1000} s; ${tick.basis}.`,
    }
  }
  if (!facts.configuration.known)
    return { sessionTimeoutMs: null, tickTimeMs: null, basis: 'Neither the leader’s log nor the configuration tells the session timeout.' }
  const asked = facts.configuration.value.sessionTimeoutMs
  const granted = deriveNegotiatedTimeout(asked, tick.ms)
  const basis = `The configuration asks for a session of ${asked / 1000} s, of which ZooKeeper grants ${granted / 1000} s (2 to 20 ticks); ${tick.basis}. The leader’s log, which would prove it, could not be read.`
  return { sessionTimeoutMs: granted, tickTimeMs: tick.ms, basis }
}

function findTickTime(facts: ClusterFacts): { ms: number; basis: string } {
  for (const member of facts.members) {
    const reported = member.answer.known ? member.answer.value.tickTimeMs : null
    if (reported !== null) return { ms: reported, basis: `ZooKeeper’s tick is ${reported / 1000} s (reported by ${member.address})` }
  }
  const configured = facts.configuration.known ? facts.configuration.value.tickTimeMs : null
  if (configured !== null) return { ms: configured, basis: `ZooKeeper’s tick is ${configured / 1000} s (zoo.cfg)` }
  return { ms: defaultTickMs, basis: 'ZooKeeper’s tick is taken as its default of 2 s, because no member reports it' }
}

/** Time of the oldest among the newest checkpoints: the longest replay of any job begins there. */
function findReplayFrom(recovery: Recovery): string | null {
  const newest = recovery.jobs.flatMap((job) => (job.verdict === 'recoverable' ? (job.checkpoints.at(-1)?.completedAt ?? []) : []))
  return newest.length === 0 ? null : newest.reduce((oldest, time) => (time < oldest ? time : oldest))
}
