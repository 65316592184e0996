import type { FencingQuestion, SessionHolder } from '@/lib/takeover/decide/decision'
import { deriveLiveness, type ProcessIdentity, type ProcessLook } from '@/lib/takeover/decide/process-look'
import { aLatch, aReading, toSession } from './an-election'

/** The real state of one process, and what an inspection shows of it. */
export interface TrueProcess {
  identity: ProcessIdentity
  /** `half`: the first thread has ended, others run. `sleeping`: state D. */
  truth: 'running' | 'sleeping' | 'stopped' | 'half' | 'gone' | 'zombie' | 'recycled'
  /** Which process listens on its RPC port now, if not itself. */
  taken?: 'successor' | 'elder' | 'hidden'
}

export interface World {
  processes: TrueProcess[]
  question: FencingQuestion
}

const living = new Set<TrueProcess['truth']>(['running', 'sleeping', 'stopped', 'half'])

export function anIdentity(number: number): ProcessIdentity {
  return {
    host: `jm${number}`,
    pid: 100 + number,
    startTicks: String(5000 + number),
    bootId: `boot-${number}`,
    pidNamespace: 'pid:[1]',
    rpcPort: 6120 + number,
    restPort: 8081,
    published: null,
    commandLine: 'java …',
    mode: 'session',
  }
}

/** An accurate inspection of this process. */
export function toLook({ identity, truth, taken }: TrueProcess): ProcessLook {
  const { bootId, pidNamespace, startTicks, rpcPort, pid } = identity
  const seen = (state: string, threads: string[], ticks = startTicks) => ({
    state,
    startTicks: ticks,
    threads,
    arguments: null,
    ownPorts: null,
    connections: null,
    log: null,
  })
  const process = {
    running: seen('S', ['S', 'R']),
    sleeping: seen('D', ['D', 'S']),
    stopped: seen('T', ['T', 'T']),
    half: seen('Z', ['Z', 'S']),
    gone: null,
    zombie: seen('Z', ['Z']),
    recycled: seen('R', ['R'], '999999'),
  }[truth]
  const holders = { successor: [{ pid: 900, startTicks: '900000' }], elder: [{ pid: 90, startTicks: '90' }], hidden: [] }
  // An exiting process closes its ports before its last thread is gone: a closed port is no proof.
  const own =
    living.has(truth) && truth !== 'half'
      ? [8081, rpcPort].map((port) => ({ port, holders: [{ pid, startTicks }] }))
      : [{ port: 22, holders: [] }]
  return {
    kernel: 'Linux',
    bootId,
    pidNamespace,
    seesAll: true,
    process,
    listening: taken ? [{ port: rpcPort, holders: holders[taken] }] : own,
  }
}

/** The usual state when a takeover is requested: three JobManagers; `truths[0]` led. */
export function aWorld(truths: TrueProcess['truth'][] = ['gone', 'running', 'running'], over: Partial<FencingQuestion> = {}): World {
  const processes = truths.map((truth, number) => ({ identity: anIdentity(number), truth }))
  const holders = new Map(processes.map((process, number) => [toSession(number), aHolder(toSession(number), process)]))
  const latches = processes.map((_, number) => aLatch(number, toSession(number)))
  const question = {
    first: aReading({ latches }),
    second: aReading({ latches, at: 1_400 }),
    quorumServes: true,
    expectedLeaderSessionId: 'leader-1',
    holders,
    addresses: new Map(),
    proofNow: null,
    ...over,
  }
  return { processes, question }
}

function aHolder(zkSessionId: string, process: TrueProcess): SessionHolder {
  return {
    zkSessionId,
    master: `${process.identity.host}:8081`,
    proof: 'logged-connection',
    identity: process.identity,
    life: deriveLiveness(process.identity, toLook(process)),
    answers: process.truth === 'running',
  }
}
