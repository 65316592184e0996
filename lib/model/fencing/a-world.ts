import fc from 'fast-check'
import type { FencingQuestion, SessionHolder } from './decision'
import type { ElectionReading, Latch, LeaderZnode, OwnedZnode } from './election'
import { judgeLife, type ProcessIdentity, type ProcessLook } from './process-look'

/**
 * Worlds for the tests of fencing: what is true, and what a console could have seen of it. Looks never lie about what they
 * saw, but they may have seen another host, another name space, a part of the processes, or nothing.
 */
export interface TrueProcess {
  identity: ProcessIdentity
  /** `half`: the first thread has ended, others run. `sleeping`: state D. */
  truth: 'running' | 'sleeping' | 'stopped' | 'half' | 'gone' | 'zombie' | 'recycled'
  portTaken: boolean
}

export interface World {
  processes: TrueProcess[]
  /** session → index of its process. */
  sessions: Map<string, number>
  question: FencingQuestion
}

const living = new Set<TrueProcess['truth']>(['running', 'sleeping', 'stopped', 'half'])

export function isTrulyDead({ truth }: TrueProcess): boolean {
  return !living.has(truth)
}

export function anIdentity(number: number): ProcessIdentity {
  return { host: `jm${number}`, pid: 100 + number, startTicks: String(5000 + number), bootId: `boot-${number}`, pidNamespace: 'pid:[1]', rpcPort: 6120 + number, restPort: 8081, commandLine: 'java …', mode: 'session' }
}

/** What an honest look at this process shows. */
export function toLook({ identity, truth, portTaken }: TrueProcess): ProcessLook {
  const { bootId, pidNamespace, startTicks, rpcPort } = identity
  const seen = (state: string, threads: string[], ticks = startTicks) => ({ state, startTicks: ticks, threads, arguments: null, ownPorts: null })
  const process = {
    running: seen('S', ['S', 'R']), sleeping: seen('D', ['D', 'S']), stopped: seen('T', ['T', 'T']), half: seen('Z', ['Z', 'S']),
    gone: null, zombie: seen('Z', ['Z']), recycled: seen('R', ['R'], '999999'),
  }[truth]
  // What ends closes its ports before its last thread is gone: no port is no proof.
  const listens = portTaken || (living.has(truth) && truth !== 'half')
  return { kernel: 'Linux', bootId, pidNamespace, seesAll: true, process, listening: listens ? [8081, rpcPort] : [22] }
}

/** A look that went wrong in one of the ways looks go wrong: each could make a living process seem absent. */
const disturb: Record<string, (look: ProcessLook) => ProcessLook> = {
  honest: (look) => look,
  anotherHost: (look) => ({ ...look, bootId: 'another', process: null, listening: [] }),
  anotherContainer: (look) => ({ ...look, pidNamespace: 'pid:[2]', process: null }),
  anotherPod: (look) => ({ ...look, pidNamespace: 'pid:[2]', process: null, listening: [] }),
  hidden: (look) => ({ ...look, seesAll: false, process: null, listening: [] }),
  mac: (look) => ({ ...look, kernel: 'Darwin', process: null, listening: null }),
  nothing: (look) => ({ ...look, bootId: null, pidNamespace: null, process: null, listening: null }),
  noPorts: (look) => ({ ...look, listening: null }),
  noThreads: (look) => ({ ...look, process: look.process && { ...look.process, threads: null } }),
}

const aTruth = fc.constantFrom<TrueProcess['truth']>(
  'running', 'running', 'running', 'running', 'gone', 'gone', 'gone', 'zombie', 'recycled', 'sleeping', 'stopped', 'half',
)
const aProof = fc.constantFrom<SessionHolder['proof']>(
  ...Array.from({ length: 6 }, () => 'logged-session' as const), 'leader-address', 'connection-list', 'elimination',
)

export function toSession(number: number): string {
  return `0x10000000000000${number.toString(16).padStart(2, '0')}`
}

export function aLatch(number: number, owner: string): Latch {
  const sequence = 40 + number
  return { path: `/flink/default/leader/latch/_c_${String(number).padStart(8, '0')}-0000-0000-0000-000000000000-latch-${String(sequence).padStart(10, '0')}`, owner, version: 0, czxid: `0x${(100 + number).toString(16)}`, sequence }
}

export function leadersOf(owner: string, leaderSessionId: string, mzxid = '0x200'): LeaderZnode[] {
  return (['dispatcher', 'resource-manager', 'rest-server'] as const).map((component) => ({
    component, owner, leaderSessionId, version: 0, czxid: '0x1f0', mzxid, address: 'pekko.tcp://flink@jm1:6121/user/rpc/dispatcher_1', path: `/flink/default/leader/${component.replace('-', '_')}/connection_info`,
  }))
}

export function aReading(over: Partial<ElectionReading> = {}): ElectionReading {
  const latches = [0, 1, 2].map((number) => aLatch(number, toSession(number)))
  const locks: OwnedZnode[] = [0, 1].map((number) => ({ path: `/flink/default/jobs/j${number}/checkpoints/1/locks/${number}`, owner: toSession(number), version: 0, czxid: '0x210' }))
  return { at: 1_000, isFresh: true, layout: 'process', latches, leaders: leadersOf(toSession(0), 'leader-1'), locks, ...over }
}

/** The world as it mostly is when somebody asks: three JobManagers; `truths[0]` led. */
export function aWorld(truths: TrueProcess['truth'][] = ['gone', 'running', 'running'], over: Partial<FencingQuestion> = {}): World {
  const processes = truths.map((truth, number) => ({ identity: anIdentity(number), truth, portTaken: false }))
  const sessions = new Map(processes.map((_, number) => [toSession(number), number]))
  const holders = new Map(processes.map((process, number) => [toSession(number), aHolder(toSession(number), process, 'logged-session', (look) => look)]))
  const latches = processes.map((_, number) => aLatch(number, toSession(number)))
  const question = { first: aReading({ latches }), second: aReading({ latches, at: 1_400 }), quorumServes: true, expectedLeaderSessionId: 'leader-1', holders, ...over }
  return { processes, sessions, question }
}

function aHolder(zkSessionId: string, process: TrueProcess, proof: SessionHolder['proof'], disturbed: (look: ProcessLook) => ProcessLook): SessionHolder {
  const life = judgeLife(process.identity, disturbed(toLook(process)))
  return { zkSessionId, master: `${process.identity.host}:8081`, proof, identity: process.identity, life, answers: process.truth === 'running' }
}

/** fast-check likes the ends of a range; what only forbids must not be likely, or every world is refused. */
const seldom = fc.constantFrom(true, ...Array.from({ length: 14 }, () => false))

const aHolderPlan = fc.record({ truth: aTruth, portTaken: seldom, proof: aProof, disturbance: fc.constantFrom(...Object.keys(disturb), ...Array.from({ length: 12 }, () => 'honest')), guess: fc.nat(5), unknown: seldom, application: seldom, silent: seldom })

/** Worlds of up to six processes and eight sessions, in any state, seen well or badly. */
export const worlds: fc.Arbitrary<World> = fc.record({
  plans: fc.array(aHolderPlan, { minLength: 1, maxLength: 6 }),
  extra: fc.array(fc.nat(5), { maxLength: 2 }),
  order: fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }),
  leadFrom: fc.tuple(seldom, seldom, seldom),
  moved: seldom, older: seldom, stale: seldom, silentQuorum: seldom, gapMs: fc.constantFrom(300, 400, 500, 600, 299), expected: seldom,
}).map(({ plans, extra, order, leadFrom, ...odds }) => {
  const processes = plans.map((plan, number) => ({ identity: { ...anIdentity(number), mode: plan.application ? ('application' as const) : ('session' as const) }, truth: plan.truth, portTaken: plan.portTaken }))
  const owners = [...processes.keys(), ...extra.map((one) => one % processes.length)]
  const sessions = new Map(owners.map((owner, number) => [toSession(number), owner]))
  const holders = new Map<string, SessionHolder>()
  owners.forEach((owner, number) => {
    const plan = plans[owner]!
    if (plan.unknown) return
    // A guess may name the wrong process; a proof never does.
    const isGuess = plan.proof === 'elimination' || plan.proof === 'connection-list'
    const named = processes[isGuess ? plan.guess % processes.length : owner]!
    holders.set(toSession(number), { ...aHolder(toSession(number), named, plan.proof, disturb[plan.disturbance]!), answers: plan.silent ? null : named.truth === 'running' })
  })
  const line = owners.map((_, number) => number).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b)
  const latches = line.map((number, place) => ({ ...aLatch(place, toSession(number)) }))
  const first = latches[0]!.owner
  const leaders = leadersOf(first, 'leader-1').map((znode, part) => (leadFrom[part] ? { ...znode, owner: toSession((line[0]! + 1) % owners.length) } : znode))
  const locks = owners.map((_, number) => ({ path: `/flink/default/jobs/j/checkpoints/1/locks/${number}`, owner: toSession(number), version: 0, czxid: '0x210' }))
  const second = aReading({ at: 1_000 + odds.gapMs, latches, leaders, locks, layout: odds.older ? 'older' : 'process', isFresh: !odds.stale })
  const moved = odds.moved ? { ...second, leaders: leadersOf(first, 'leader-0', '0x1ff') } : second
  return { processes, sessions, question: { first: { ...moved, at: 1_000 }, second, quorumServes: !odds.silentQuorum, expectedLeaderSessionId: odds.expected ? 'leader-0' : 'leader-1', holders } }
})
