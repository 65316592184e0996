import fc from 'fast-check'
import { findNewestConnection } from '@/lib/flink/log/connection-lines'
import type { LookedConnection, LookedLog, ProcessLook } from '@/lib/takeover/decide/process-look'
import type { ListedConnection } from '@/lib/takeover/decide/prove-process'
import { toSocketKey } from '@/lib/model/socket-address'

/**
 * Simulated worlds of running processes and of what can be observed of them: log files with several writers, reused ports and client
 * ports, reused process ids, containers, hidden processes, machines that answer by another’s name, out-of-date lists. An inspection
 * shows truthfully what is visible from where it is made; nothing in here is a proof.
 */
export interface Lived {
  number: number
  machine: number
  /** In a container of its machine: own process table and own ports, and the machine’s files. */
  isContained: boolean
  pid: number
  startTicks: number
  rpcPort: number
  restPort: number
  isForeign: boolean
  session: string
  client: string
  server: string
  /** It reconnected; its log ends with that. */
  reconnects: boolean
  /** Index of the file it wrote its session into; one number is one file of a machine (or, shared, of all). */
  wroteFile: string
  /** The file that it has open now: another one after log rolling or a new configuration. */
  openFile: string | null
  log: 'kept' | 'rolled' | 'moved' | 'none'
  /** Another user owns it: its descriptors cannot be read. */
  isOthers: boolean
  before: 'runs' | 'frozen' | 'dead'
  after: 'runs' | 'stopped' | 'half' | 'dead' | 'zombie' | 'recycled'
}

export interface LivedWorld {
  lives: Lived[]
  /** JobManagers that were started after the others were noted, on ports of dead ones. */
  successors: Map<number, { pid: number; startTicks: number }>
  isOneHost: boolean
  /** Index of the machine that answers by each name, when processes are noted and afterwards. */
  names: [number[], number[]]
  views: { hidden: boolean; inContainer: boolean }[]
  listed: ListedConnection[] | null
  hasRebooted: boolean
  isCrossed: boolean
  expired: Set<string>
  isFileShared: boolean
}

const often = <T>(usual: T, ...others: T[]) => fc.constantFrom(...Array.from({ length: 9 }, () => usual), ...others)
const aPlan = fc.record({
  machine: fc.nat(2),
  slot: fc.nat(1),
  isContained: often(false, true),
  isForeign: often(false, true),
  file: fc.nat(4),
  log: often<Lived['log']>('kept', 'rolled', 'moved', 'none'),
  clientPort: fc.nat(2),
  isLoopback: fc.boolean(),
  isOthers: often(false, true),
  before: often<Lived['before']>('runs', 'frozen', 'frozen', 'frozen', 'dead'),
  after: fc.constantFrom<Lived['after']>('runs', 'runs', 'runs', 'dead', 'dead', 'dead', 'zombie', 'recycled', 'stopped', 'half'),
  reusesClient: often(false, true, true),
  hasSuccessor: fc.boolean(),
  sharesFile: fc.boolean(),
  reconnects: often(false, true, true, true),
})

export const livedWorlds: fc.Arbitrary<LivedWorld> = fc
  .record({
    drawn: fc.array(aPlan, { minLength: 2, maxLength: 5 }),
    story: fc.constantFrom<Story>('any', 'any', 'usual', 'usual', 'twins'),
    isOneHost: fc.boolean(),
    swapBefore: often(false, true),
    swapAfter: often(false, true),
    hidden: often(false, true),
    inContainer: often(false, true),
    hasRebooted: often(false, true),
    isCrossed: often(false, true),
    isFileShared: often(false, true),
    cons: often<'off' | 'now' | 'old'>('off', 'now', 'now', 'now', 'old'),
    ended: fc.constantFrom(0, 1, 2),
    confuses: fc.constantFrom(false, false, true),
  })
  .map(({ drawn, story, swapBefore, swapAfter, hidden, inContainer, cons, ended: drawnEnd, ...drawnWorld }) => {
    const isPlain = story !== 'any'
    const world = {
      ...drawnWorld,
      isOneHost: drawnWorld.isOneHost || story === 'twins',
      confuses: drawnWorld.confuses || story === 'twins',
    }
    const ended = story === 'twins' ? 1 : drawnEnd
    const plans = isPlain
      ? drawn.map((plan, number) => ({
          ...plan,
          isContained: false,
          isForeign: false,
          isOthers: false,
          log: 'kept' as const,
          ...stories[story][number],
        }))
      : drawn
    const lives = plans.map((plan, number) => toLived(plan, number, world))
    settlePorts(lives)
    const successors = new Map<number, { pid: number; startTicks: number }>()
    lives.forEach((life, number) => {
      if (!isAliveAt(life, 'after') && plans[number]!.hasSuccessor && life.after !== 'recycled')
        successors.set(number, { pid: 500 + number, startTicks: 9000 + number })
    })
    const straight = [0, 1, 2]
    const names: LivedWorld['names'] = [swapBefore ? [1, 0, 2] : straight, swapAfter ? [1, 0, 2] : straight]
    const listed = cons === 'off' ? null : toListed(lives, cons === 'old', names[0], world.isOneHost)
    return {
      lives,
      successors,
      listed,
      names,
      views: straight.map(() => ({ hidden: hidden && !isPlain, inContainer: inContainer && !isPlain })),
      expired: findEnded(lives, ended),
      ...world,
    }
  })

/** Expired sessions of dead processes: the first in line matter, because the next one leads then. */
function findEnded(lives: readonly Lived[], most: number): Set<string> {
  const line = lives.filter(({ isForeign }) => !isForeign)
  const firstAlive = line.findIndex((life) => isAliveAt(life, 'after'))
  return new Set(line.slice(0, Math.min(most, Math.max(0, firstAlive))).map(({ session }) => session))
}

function toLived(
  plan: Plan,
  number: number,
  { isOneHost, isFileShared, confuses }: { isOneHost: boolean; isFileShared: boolean; confuses: boolean },
): Lived {
  const machine = isOneHost ? 0 : plan.machine
  const address = plan.isLoopback ? '127.0.0.1' : `10.0.0.${machine + 1}`
  const file = `${isFileShared ? 'all' : machine}/${confuses && plan.sharesFile ? 'one' : plan.file + 10 * number}`
  return {
    number,
    machine,
    isContained: plan.isContained,
    isForeign: plan.isForeign,
    isOthers: plan.isOthers,
    log: plan.log,
    before: plan.before,
    after: plan.before === 'dead' ? 'dead' : plan.after,
    pid: 100 + number,
    startTicks: 1000 + 10 * number,
    rpcPort: 6120 + plan.slot,
    restPort: 8080 + plan.slot,
    session: `0x10000000000000${number}`,
    reconnects: plan.reconnects,
    client: `${address}:${40_000 + (confuses && plan.reusesClient ? plan.clientPort : 10 * number)}`,
    server: `${plan.isLoopback ? '127.0.0.1' : '10.0.0.1'}:2181`,
    wroteFile: file,
    openFile: plan.log === 'none' ? null : plan.log === 'kept' ? file : `${file}-later-${number}`,
  }
}

/** Rare cases that matter: a leader that exits before a standby, and two that write one log (review of 42f44e8, O1). */
type Story = 'any' | 'usual' | 'twins'
const stories: Record<Exclude<Story, 'any'>, Partial<Plan>[]> = {
  usual: [
    { before: 'runs', after: 'dead', sharesFile: false },
    { before: 'runs', after: 'runs', sharesFile: false },
  ],
  twins: [
    { before: 'runs', after: 'dead', sharesFile: true, reconnects: false },
    { before: 'frozen', sharesFile: true },
    { before: 'runs', after: 'runs', sharesFile: false },
  ],
}

type Plan = typeof aPlan extends fc.Arbitrary<infer One> ? One : never

/** A kernel gives a port of one machine (or container) to one living process; the same for client ports. */
function settlePorts(lives: Lived[]): void {
  const taken = new Set<string>()
  for (const life of lives) {
    if (life.before === 'dead') continue
    const place = life.isContained ? `container ${life.number}` : `machine ${life.machine}`
    while (taken.has(`${place} ${life.restPort}`)) [life.restPort, life.rpcPort] = [life.restPort + 1, life.rpcPort + 1]
    while (taken.has(`${place} ${life.client}`)) life.client = life.client.replace(/\d+$/, (port) => String(Number(port) + 7))
    taken.add(`${place} ${life.restPort}`).add(`${place} ${life.client}`)
  }
}

export function toHost(machine: number, isOneHost: boolean): string {
  return isOneHost ? 'localhost' : `jm${machine}`
}

/** Connections as listed by the member on each one’s machine, or by the one on the first; also closed ones whose ports were reused. */
function toListed(lives: readonly Lived[], isOld: boolean, names: readonly number[], isOneHost: boolean): ListedConnection[] {
  const nameOf = (machine: number) => toHost(isOneHost ? 0 : names.indexOf(machine), isOneHost)
  const listable = lives.filter(({ before, isContained }) => before !== 'dead' && !isContained)
  const list = (life: Lived, { client, machine }: Lived) => ({
    zkSessionId: life.session,
    client,
    member: `${nameOf(client.startsWith('127.') ? machine : 0)}:2181`,
  })
  return listable.flatMap((life, at) => [list(life, life), ...(isOld ? [list(life, listable[(at + 1) % listable.length]!)] : [])])
}

export function isAliveAt(life: Lived, moment: 'before' | 'after'): boolean {
  return moment === 'before' ? life.before !== 'dead' : life.after === 'runs' || life.after === 'stopped' || life.after === 'half'
}

/** Processes that are visible on the machine that answers by this name. */
function findVisible(world: LivedWorld, host: number, moment: 'before' | 'after'): Lived[] {
  const machine = world.isOneHost ? 0 : world.names[moment === 'before' ? 0 : 1][host]!
  const { inContainer } = world.views[host]!
  return world.lives.filter((life) => life.machine === machine && isAliveAt(life, moment) && (!inContainer || !life.isContained))
}

export function findCandidates(world: LivedWorld, host: number, restPort: number): Lived[] {
  return findVisible(world, host, 'before').filter(
    (life) => !life.isForeign && life.restPort === restPort && !(world.views[host]!.hidden && life.isOthers),
  )
}

/** Result of the inspection script for a process id on the machine that answers by this name. */
export function lookAt(world: LivedWorld, host: number, pid: number, moment: 'before' | 'after'): ProcessLook {
  const machine = world.isOneHost ? 0 : world.names[moment === 'before' ? 0 : 1][host]!
  const { hidden, inContainer } = world.views[host]!
  const visible = findVisible(world, host, moment)
  const life = visible.find((one) => one.pid === pid)
  const there = world.lives.find((one) => one.pid === pid && one.machine === machine)
  const rest = moment === 'after' && there ? toRemains(there) : null
  const successors =
    moment === 'after'
      ? [...world.successors].filter(([number]) => world.lives[number]!.machine === machine && !world.lives[number]!.isContained)
      : []
  const listening = [
    ...visible
      .filter((one) => !one.isContained && (moment === 'before' || one.after !== 'half'))
      .flatMap((one) =>
        [one.rpcPort, one.restPort].map((port) => ({
          port,
          holders: one.isOthers ? [] : [{ pid: one.pid, startTicks: String(one.startTicks) }],
        })),
      ),
    ...successors.flatMap(([number, next]) =>
      [world.lives[number]!.rpcPort, world.lives[number]!.restPort].map((port) => ({
        port,
        holders: [{ pid: next.pid, startTicks: String(next.startTicks) }],
      })),
    ),
  ]
  return {
    kernel: 'Linux',
    bootId: `boot-${machine}${moment === 'after' && world.hasRebooted ? '-later' : ''}`,
    pidNamespace: inContainer ? 'pid:[2]' : 'pid:[1]',
    seesAll: !hidden,
    listening,
    process: life ? toProcess(world, life, visible, moment) : rest,
  }
}

function toRemains({ after, startTicks }: Lived): ProcessLook['process'] {
  const seen = (state: string, ticks: number) => ({
    state,
    startTicks: String(ticks),
    threads: [state],
    arguments: null,
    ownPorts: null,
    connections: null,
    log: null,
  })
  if (after === 'zombie') return seen('Z', startTicks)
  // Recycled: the same command line, for the same JobManager was restarted.
  return after === 'recycled' ? seen('S', startTicks + 50_000) : null
}

function toProcess(world: LivedWorld, life: Lived, visible: readonly Lived[], moment: 'before' | 'after'): ProcessLook['process'] {
  const letter =
    moment === 'after' && life.after === 'half'
      ? 'Z'
      : (moment === 'before' ? life.before === 'frozen' : life.after === 'stopped')
        ? 'T'
        : 'S'
  const isRead = !life.isOthers
  const connection: LookedConnection = {
    local: toSocketKey(life.client)!,
    remote: toSocketKey(life.server)!,
    inode: String(7000 + life.number),
  }
  return {
    state: letter,
    startTicks: String(life.startTicks),
    threads: letter === 'Z' ? ['Z', 'S'] : [letter, letter],
    // A container's sockets are in tables of its own, which an inspection on the machine does not read.
    ownPorts: isRead ? (life.isContained ? [] : [life.rpcPort, life.restPort]) : null,
    arguments: [
      'java',
      'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
      '--configDir',
      '/conf',
      '--webui-port',
      String(life.restPort),
    ],
    connections: isRead ? (life.isContained ? [] : [connection]) : null,
    log: isRead ? toLog(world, life, visible) : null,
  }
}

function toLog(world: LivedWorld, life: Lived, visible: readonly Lived[]): LookedLog | null {
  if (life.openFile === null) return null
  const isHidden = visible.some(({ isOthers }) => isOthers)
  const writers = visible.filter(({ openFile }) => openFile === life.openFile).map(({ pid }) => pid)
  return {
    writers: isHidden ? null : writers,
    isLocal: !world.isFileShared && !world.views[life.machine]!.inContainer,
    newest: findNewestConnection(readFile(world, life.openFile), ({ client }) => visible.some((one) => `/${one.client}` === client)),
  }
}

/** Failed attempts without a session precede each reconnect. */
function toAttempts({ reconnects, client, server, number }: Lived): string[] {
  const [address, port] = [client.slice(0, client.lastIndexOf(':')), Number(client.slice(client.lastIndexOf(':') + 1))]
  const toLine = (at: number) =>
    `INFO ClientCnxn - Socket connection established, initiating session, client: /${address}:${port + at}, server: localhost/${server}`
  return reconnects || number % 3 === 0 ? [toLine(1), toLine(2)] : []
}

/** Lines of all processes that wrote the file, living and dead, oldest first; two that connected at once interleave. */
export function readFile({ lives, isCrossed }: LivedWorld, file: string): string[] {
  const wrote = lives.filter(({ wroteFile, log }) => wroteFile === file && log !== 'none')
  const parts = [...wrote.filter(({ reconnects }) => !reconnects), ...wrote.filter(({ reconnects }) => reconnects)].map((life) => [
    toAttempts(life),
    `INFO ClientCnxn - Socket connection established, initiating session, client: /${life.client}, server: localhost/${life.server}`,
    `INFO ClientCnxn - Session establishment complete on server localhost/${life.server}, session id = ${life.session}, negotiated timeout = 40000`,
  ])
  const [one, other] = parts.slice(-2)
  return isCrossed && one && other
    ? [...parts.slice(0, -2), other[0]!, one[0]!, other[1]!, one[1]!, other[2]!, one[2]!].flat(2)
    : parts.flat(2)
}
