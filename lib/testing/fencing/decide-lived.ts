import { decideFencing } from '@/lib/takeover/decide/decide-fencing'
import type { FencingDecision, SessionHolder } from '@/lib/takeover/decide/decision'
import type { ElectionReading } from '@/lib/takeover/decide/election'
import { deriveLiveness, type ProcessIdentity } from '@/lib/takeover/decide/process-look'
import { proveProcess } from '@/lib/takeover/decide/prove-process'
import { aLatch, aLock, leadersOf } from './an-election'
import { findCandidates, isAliveAt, lookAt, readFile, toHost, type Lived, type LivedWorld } from './lived-worlds'

/** What a console notes of a simulated world, and the decision it makes with it. */
export const addresses = new Map([
  ['jm0', ['10.0.0.1']],
  ['jm1', ['10.0.0.2']],
  ['jm2', ['10.0.0.3']],
  ['localhost', ['127.0.0.1']],
])
export type Noted = Pick<SessionHolder, 'proof'> & { identity: ProcessIdentity; hostNumber: number }

/** The election in line: the first session leads, and what it published is of its own process. */
export function readLine({ lives, expired, isOneHost }: LivedWorld, moment: 'before' | 'after'): ElectionReading {
  const line = lives.filter(({ isForeign, session }) => !isForeign && (moment === 'before' || !expired.has(session)))
  const [first] = line
  const hasPublished = first && (first.before !== 'dead' || first === lives.find(({ isForeign }) => !isForeign))
  const leaders = hasPublished
    ? leadersOf(first.session, `leader-${first.number}`, '0x200', {
        host: toHost(first.machine, isOneHost),
        rpcPort: first.rpcPort,
        restPort: first.restPort,
      })
    : []
  return {
    at: moment === 'before' ? 0 : 1_400,
    isFresh: true,
    layout: 'process',
    strays: [],
    latches: line.map(({ number, session }) => aLatch(number, session)),
    leaders,
    locks: line.map(({ session }, number) => aLock(number, session)),
  }
}

interface Answering {
  life: Lived
  host: number
}

/** Every line of masters on which exactly one process of the cluster answers. */
function findAnswering(world: LivedWorld): Answering[] {
  return (world.isOneHost ? [0] : [0, 1, 2]).flatMap((host) =>
    [8080, 8081, 8082, 8083, 8084, 8085].flatMap((port) => {
      const [life, ...others] = findCandidates(world, host, port)
      return life && others.length === 0 && life.before === 'runs' ? [{ life, host }] : []
    }),
  )
}

/** Tries to prove every session with every process, which is more than the console does. */
export function noteAll(world: LivedWorld): Map<string, Noted> {
  const reading = readLine(world, 'before')
  const noted = new Map<string, Noted>()
  for (const { life, host } of findAnswering(world)) {
    const look = lookAt(world, host, life.pid, 'before')
    for (const { owner } of reading.latches) {
      const published =
        reading.leaders[0]?.owner === owner ? { rpcAddress: reading.leaders[0].address!, restAddress: reading.leaders[2]!.address! } : null
      const proven = proveProcess(
        [look, look],
        { zkSessionId: owner, published, listed: world.listed },
        { host: toHost(host, world.isOneHost), pid: life.pid, rpcPort: life.rpcPort, restPort: life.restPort },
        addresses,
      )
      if (typeof proven !== 'string') noted.set(owner, { ...proven, hostNumber: host })
    }
  }
  return noted
}

/** The previous rule: the only process that serves a log with its newest session holds that session. */
export function noteByTexts(world: LivedWorld): Map<string, Noted> {
  const served = findAnswering(world).map(({ life, host }) => ({
    life,
    host,
    newest: life.openFile === null ? null : (/session id = (\S+),/.exec(readFile(world, life.openFile).at(-1) ?? '')?.[1] ?? null),
  }))
  return new Map(
    served
      .filter(({ newest }) => newest !== null && served.filter((other) => other.newest === newest).length === 1)
      .map(({ life, host, newest }): [string, Noted] => {
        const look = lookAt(world, host, life.pid, 'before')
        const { rpcPort, restPort, pid } = life
        return [
          newest!,
          {
            hostNumber: host,
            proof: 'logged-connection',
            identity: {
              host: toHost(host, world.isOneHost),
              pid,
              rpcPort,
              restPort,
              startTicks: String(life.startTicks),
              bootId: look.bootId!,
              pidNamespace: look.pidNamespace!,
              published: null,
              commandLine: '',
              mode: 'session',
            },
          },
        ]
      }),
  )
}

export function decide(world: LivedWorld, noted: ReadonlyMap<string, Noted>, comparesAddresses = true): FencingDecision {
  const reading = readLine(world, 'after')
  const holders = new Map(
    [...noted].map(([zkSessionId, { proof, identity, hostNumber }]): [string, SessionHolder] => {
      const life = deriveLiveness(identity, lookAt(world, hostNumber, identity.pid, 'after'))
      return [
        zkSessionId,
        { zkSessionId, master: `${identity.host}:${identity.restPort}`, proof, identity, life, answers: life.state === 'alive' },
      ]
    }),
  )
  const leader = comparesAddresses ? undefined : noted.get(reading.latches[0]?.owner ?? '')?.identity
  const leaders =
    leader && reading.leaders.length > 0
      ? leadersOf(reading.latches[0]!.owner, reading.leaders[0]!.leaderSessionId!, '0x200', leader)
      : reading.leaders
  const second = { ...reading, leaders }
  return decideFencing({
    first: { ...second, at: 0 },
    second,
    quorumServes: true,
    expectedLeaderSessionId: leaders[0]?.leaderSessionId ?? '',
    holders,
    addresses,
    proofNow: null,
  })
}

export function ownerOf(world: LivedWorld, session: string): Lived {
  return world.lives.find((life) => life.session === session)!
}

/** Whether the decision would remove znodes of a process that could continue. */
export function findsLiving(world: LivedWorld, decision: FencingDecision): boolean {
  return (
    decision.kind === 'fence' && [...decision.latches, ...decision.locks].some(({ owner }) => isAliveAt(ownerOf(world, owner), 'after'))
  )
}
