import { Track } from '../timeline/track'
import type { WorkSight } from './flink-rest'
import type { LogSight } from './flink-log'
import type { ProcessLiveness } from './process-table'
import type { Election } from './zookeeper/election'

export interface MasterSight {
  life: ProcessLiveness
  pid: number | null
  startedAt: number | null
  log: LogSight
}

export interface MemberSight {
  life: ProcessLiveness
  /** By `srvr`; null: it answers nothing or does not serve. */
  mode: string | null
}

/** The leader, by processes and their own logs; ZooKeeper's record only shows the listed one. */
export interface SeenLeadership {
  /** JobManagers whose process runs and whose log ends with a granted leadership; two only for moments. */
  claims: string[]
  /** The one that claims, is listed by ZooKeeper under its own session, and runs. */
  proven: string | null
  /** Why there is no claim; null while there is one, or when there never was. */
  cause: 'dead' | 'frozen' | 'revoked' | null
  /** The last one that claimed. */
  last: string | null
}

/** The line of the election by names: what ZooKeeper lists, tied to processes by their own logs. */
export interface Line {
  /** By place; `?` where a session is known of no process. A dead process stays until its session ends. */
  places: string[]
  /** JobManagers in line that run and do not claim to lead, by place: they can take over. */
  ready: string[]
  /** As ready, and those whose place is of an earlier session: after ZooKeeper's return both may stand in line. */
  alive: string[]
}

/** Everything the judge found out by itself. Each fact has its own pace of sampling. */
export interface Truth {
  startedAt: number
  masters: Map<string, Track<MasterSight>>
  members: Map<string, Track<MemberSight>>
  leadership: Track<SeenLeadership>
  /** null: no member answers. */
  election: Track<Election | null>
  /** null: no member answers. */
  line: Track<Line | null>
  /** null: there is no leader to ask, or it does not answer. */
  work: Track<WorkSight | null>
  checkpoints: Track<Record<string, string[]> | null>
  /** Paths below the storage folder. */
  files: Track<string[]>
  /** Living TaskManager processes, and how many of them are stopped. */
  workers: Track<{ running: number; stopped: number }>
}

export function createTruth(masters: readonly string[], members: readonly string[], startedAt = Date.now()): Truth {
  return {
    startedAt,
    masters: new Map(masters.map((master) => [master, new Track()])),
    members: new Map(members.map((member) => [member, new Track()])),
    leadership: new Track(),
    election: new Track(),
    line: new Track(),
    work: new Track(),
    checkpoints: new Track(),
    files: new Track(),
    workers: new Track(),
  }
}

/** Until when all of it is known: later answers have to wait for their judgement. */
export function knownUntil(truth: Truth): number {
  const { leadership, election, line, work, checkpoints, files, workers } = truth
  const tracks: { until: number }[] = [
    ...[leadership, election, line, work, checkpoints, files, workers],
    ...truth.masters.values(),
    ...truth.members.values(),
  ]
  return Math.min(...tracks.map(({ until }) => until))
}

export function deriveLeadership(
  masters: ReadonlyMap<string, MasterSight>,
  election: Election | null,
  before: SeenLeadership | undefined,
): SeenLeadership {
  const claims = [...masters].filter(([, { life, log }]) => life === 'running' && log.leaderSessionId !== null).map(([master]) => master)
  const proven =
    claims.find((master) => {
      const log = masters.get(master)?.log
      return election?.leader && election.leader.session === log?.session && election.leader.leaderSessionId === log.leaderSessionId
    }) ?? null
  const last = proven ?? claims[0] ?? before?.last ?? null
  if (claims.length > 0) return { claims, proven, cause: null, last }
  const life = last === null ? null : masters.get(last)?.life
  const cause = life === undefined || life === null ? null : life === 'gone' ? 'dead' : life === 'stopped' ? 'frozen' : 'revoked'
  return { claims, proven, cause: isOver(before, cause) ? 'dead' : cause, last }
}

/** A process that died and was started again did not step down: it stays dead for this outage. */
function isOver(before: SeenLeadership | undefined, cause: SeenLeadership['cause']): boolean {
  return before?.cause === 'dead' && cause === 'revoked'
}

/** @param owners the process of each ZooKeeper session, also of processes that are gone */
export function deriveLine(
  masters: ReadonlyMap<string, MasterSight>,
  election: Election | null,
  owners: ReadonlyMap<string, string>,
  { claims }: SeenLeadership,
): Line | null {
  if (!election) return null
  const isReady = (session: string) => {
    const sight = masters.get(owners.get(session) ?? '')
    return sight?.life === 'running' && sight.log.session === session
  }
  const toName = (session: string) => owners.get(session) ?? '?'
  const mayLead = (master: string) => !claims.includes(master)
  const places = election.line.map(toName)
  return {
    places,
    ready: election.line.filter(isReady).map(toName).filter(mayLead),
    alive: places.filter((master) => masters.get(master)?.life === 'running' && mayLead(master)),
  }
}
