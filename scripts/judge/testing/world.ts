import { createTruth, deriveLeadership, deriveLine, type MasterSight, type Truth } from '../truth/truth'
import type { WorkSight } from '../truth/flink-rest'
import type { Election } from '../truth/zookeeper/election'

/** Epoch ms of second 0 of the world below. */
export const worldStart = Date.parse('2026-12-01T00:00:00.000Z')
export const worldEnds = 270
export const masters = ['localhost:8081', 'localhost:8082', 'localhost:8083'] as const
export const members = ['localhost:2181', 'localhost:2182', 'localhost:2183'] as const
export const storageFolder = '/lab/storage/recovery'
export const jobs = ['a'.repeat(32), 'b'.repeat(32)] as const
export const at = (second: number) => worldStart + Math.round(second * 1_000)

const [a, b, c] = masters
const uuid = (n: number) => `00000000-0000-0000-0000-00000000000${n}`

interface Reign {
  master: string
  from: number
  to: number
  id: string
}

/**
 * Faults within 270 s. 60: the leader a is killed, and all TaskManagers (76 they are back). 110: the leader b is frozen until 130.
 * 150–167: no quorum, c steps down and leads again. 185–200: one member fails. 215–235: the storage is away. 240: both standbys are killed.
 */
export const reigns: Reign[] = [
  { master: a, from: 0, to: 60, id: uuid(1) },
  { master: b, from: 66.5, to: 110, id: uuid(2) },
  { master: c, from: 117, to: 150.2, id: uuid(3) },
  { master: c, from: 168, to: worldEnds + 10, id: uuid(4) },
]

export interface World {
  masters: Map<string, MasterSight>
  modes: (string | null)[]
  election: Election | null
  work: WorkSight | null
  checkpoints: Record<string, string[]> | null
  files: string[]
}

const within = (second: number, from: number, to: number) => second >= from && second < to

/** The state at one second. */
export function toWorld(second: number): World {
  const sights = new Map<string, MasterSight>(masters.map((master) => [master, toMaster(master, second)]))
  const reign = reigns.findLast(({ from }) => from <= second)!
  const isQuorum = !within(second, 150, 167)
  const line = toLine(second)
  const session = sights.get(reign.master)?.log.session ?? toSession(reign.master, second)
  const isListed = line.includes(session) && !within(second, 66, 66.5) && !within(second, 116, 117)
  const leader = isListed ? { address: '', leaderSessionId: reign.id, session, writtenAt: at(reign.from) } : null
  const newest = String(Math.floor(second / 2) - (within(second, 60, 80) ? Math.floor((second - 60) / 2) : 0) + 1)
  return {
    masters: sights,
    modes: toModes(second),
    election: isQuorum ? { leader, line } : null,
    work: toWork(second, reign),
    checkpoints: isQuorum ? Object.fromEntries(jobs.map((job) => [job, [newest]])) : null,
    files: within(second, 215, 235) ? [] : jobs.map((job) => `default/completedCheckpoint-${job}-${newest}`),
  }
}

function toMaster(master: string, second: number): MasterSight {
  const isGone = (master === a && within(second, 60, 90)) || (second >= 240 && master !== c)
  if (isGone) return { life: 'gone', pid: null, startedAt: null, log: { leaderSessionId: null, leadershipAt: null, session: null } }
  const reign = reigns.findLast(({ master: who, from }) => who === master && from <= second)
  // A frozen process does not notice what it lost until it is resumed.
  const believes = reign && (second < reign.to || (master === b && second < 130.5))
  return {
    life: master === b && within(second, 110, 130) ? 'stopped' : 'running',
    pid: 100 + masters.indexOf(master as typeof a) + (master === a && second >= 90 ? 50 : 0),
    startedAt: worldStart,
    log: { leaderSessionId: believes ? reign.id : null, leadershipAt: reign ? at(reign.from) : null, session: toSession(master, second) },
  }
}

function toSession(master: string, second: number): string {
  const isNew = (master === a && second >= 90) || (master === b && second >= 133)
  return `0x${isNew ? 2 : 1}${masters.indexOf(master as typeof a)}`
}

/** Sessions in line. */
function toLine(second: number): string[] {
  if (second < 66) return ['0x10', '0x11', '0x12']
  if (second < 95) return ['0x11', '0x12']
  if (second < 116) return ['0x11', '0x12', '0x20']
  if (second < 133) return ['0x12', '0x20']
  return second < 246 ? ['0x12', '0x20', '0x21'] : ['0x12']
}

function toModes(second: number): (string | null)[] {
  if (within(second, 150, 167)) return [null, null, null]
  return ['leader', 'follower', within(second, 185, 200) ? null : 'follower']
}

function toWork(second: number, { master }: Reign): WorkSight | null {
  if (within(second, 60, 68) || within(second, 110, 118) || within(second, 150, 169)) return null
  const isIdle = within(second, 68, 78) || within(second, 118, 120) || within(second, 169, 171)
  const taskManagers = within(second, 68, 76) ? 0 : 2
  const job = { state: isIdle ? 'RESTARTING' : 'RUNNING', tasksRunning: isIdle ? 0 : 2, tasksTotal: 2 }
  return {
    by: master,
    jobs: { [jobs[0]]: job, [jobs[1]]: job },
    taskManagers,
    slotsTotal: taskManagers * 4,
    slotsFree: taskManagers * 4 - (isIdle ? 0 : 2),
  }
}

/** The world as a witness would have sampled it, ten times a second. */
export function witnessWorld(): Truth {
  const truth = createTruth(masters, members, worldStart)
  const owners = new Map<string, string>()
  for (let tick = 0; tick <= worldEnds * 10; tick++) {
    const [asked, got] = [at(tick / 10), at(tick / 10) + 5]
    const world = toWorld(tick / 10)
    for (const [master, sight] of world.masters) {
      truth.masters.get(master)?.add(asked, got, sight)
      if (sight.log.session) owners.set(sight.log.session, master)
    }
    members.forEach((member, index) => {
      const mode = world.modes[index] ?? null
      truth.members.get(member)?.add(asked, got, { life: mode ? 'running' : 'gone', mode })
    })
    const leadership = deriveLeadership(world.masters, world.election, truth.leadership.last)
    truth.leadership.add(asked, got, leadership)
    truth.line.add(asked, got, deriveLine(world.masters, world.election, owners, leadership))
    for (const name of ['election', 'work', 'checkpoints', 'files'] as const) truth[name].add(asked, got, world[name] as never)
    truth.workers.add(asked, got, { running: 2, stopped: 0 })
  }
  return truth
}
