import { createSessionLineScanner } from '@/lib/flink/log/session-line'
import type { Contender, HaTree, LeaderRecord } from '@/lib/flink/layouts/types'
import type { ClusterFacts, SessionHolderFacts } from '@/lib/model/cluster-facts'
import type { createSnapshotDeriver } from '@/lib/model/derive-snapshot'
import { emptyMemory, type Derived } from '@/lib/model/derive-snapshot'
import type { JobManagerFacts, LinkFacts, MemberFacts } from '@/lib/model/facts'
import type { ElectionReading, LeaderZnode } from '@/lib/takeover/decide/election'
import { known, unknown } from '@/lib/model/observed'
import { aJobManager, aMember, aNow, someFacts } from '../some-facts'
import { addresses, readLine } from './decide-lived'
import { isAliveAt, readFile, toHost, type Lived, type LivedWorld } from './lived-worlds'

/**
 * What the console observes of a simulated world: every masters line's port, log and own answers, ZooKeeper's tree and lists. No proofs.
 */
type Moment = 'before' | 'after'
const ports = [8080, 8081, 8082, 8083, 8084, 8085]

export interface MasterPlace {
  host: number
  port: number
  master: string
}

/** One line for every port that any of them was started for, by the names before the exit. */
export function listMasters(world: LivedWorld): MasterPlace[] {
  return (world.isOneHost ? [0] : [0, 1, 2]).flatMap((host) =>
    ports
      .filter((port) => findOnPort(world, host, port, 'before', () => true).length > 0)
      .map((port) => ({
        host,
        port,
        master: `${toHost(host, world.isOneHost)}:${port}`,
      })),
  )
}

/** @param before the previous snapshot; @param holders what operations reported by then */
export function deriveObserved(
  derive: ReturnType<typeof createSnapshotDeriver>,
  world: LivedWorld,
  moment: Moment,
  holders: readonly SessionHolderFacts[] = [],
  before: Derived | null = null,
): Derived {
  const now = aNow + (moment === 'before' ? 0 : 10_000) + (before ? 1_000 : 0)
  return derive(toFacts(world, moment, holders), before?.memory ?? emptyMemory, before?.snapshot ?? null, now)
}

function toFacts(world: LivedWorld, moment: Moment, holders: readonly SessionHolderFacts[]): ClusterFacts {
  const listing = [...new Set(world.listed?.map(({ member }) => member) ?? ['jm0:2181'])]
  return someFacts(null, {
    tree: { status: 'live', since: aNow, detail: null, at: aNow, behindSince: null, tree: toTree(readLine(world, moment)) },
    jobManagers: listMasters(world).map((place) => toJobManager(world, place, moment)),
    members: listing.map((address) => toMember(world, address)),
    addresses,
    holders,
  })
}

function toMember({ listed }: LivedWorld, address: string): MemberFacts {
  const member = aMember(address)
  const sessions = listed?.filter((one) => one.member === address).map(({ zkSessionId, client }) => ({ zkSessionId, client })) ?? null
  return member.answer.known ? { ...member, answer: known('zookeeper', aNow, { ...member.answer.value, sessions }) } : member
}

function findOnPort(world: LivedWorld, host: number, port: number, moment: Moment, isThere: (life: Lived) => boolean): Lived[] {
  const machine = world.isOneHost ? 0 : world.names[moment === 'before' ? 0 : 1][host]!
  return world.lives.filter((life) => life.machine === machine && life.restPort === port && isThere(life))
}

/**
 * The process that accepts on the port answers, of this cluster or not; a successor also has its predecessor's log, which it appends to.
 */
function toJobManager(world: LivedWorld, { host, port, master }: MasterPlace, moment: Moment): JobManagerFacts {
  const onPort = findOnPort(world, host, port, moment, (life) => isAliveAt(life, moment) && !(moment === 'after' && life.after === 'half'))
  const successors = moment === 'after' ? findOnPort(world, host, port, moment, (life) => world.successors.has(life.number)) : []
  const [life, ...others] = [...onPort, ...successors]
  if (!life) return withLink(aJobManager(master), 'refused')
  if (others.length > 0) return withLink(aJobManager(master), 'odd')
  const isFrozen = moment === 'before' ? life.before === 'frozen' : life.after === 'stopped'
  const own = aJobManager(master, { rpcPort: life.rpcPort })
  const sessions = life.openFile === null ? unknown('jobManagers', aNow, 'no log') : readSessions(world, life.openFile)
  return withLink({ ...own, sessions }, isFrozen ? 'frozen' : 'open')
}

function withLink(jm: JobManagerFacts, state: LinkFacts['state']): JobManagerFacts {
  return { ...jm, link: { ...jm.link, state, since: aNow - 5_000, detail: state, latencyMs: state === 'open' ? 1 : null } }
}

function readSessions(world: LivedWorld, file: string): JobManagerFacts['sessions'] {
  const scanner = createSessionLineScanner()
  scanner.push(
    readFile(world, file)
      .map((line) => `${line}\n`)
      .join(''),
  )
  const sessions = scanner.findings().flatMap((finding) => (finding.kind === 'session' ? [finding] : []))
  return known('jobManagers', aNow, sessions)
}

function toTree({ latches, leaders }: ElectionReading): HaTree {
  const find = (component: LeaderZnode['component']) => toRecord(leaders.find((each) => each.component === component))
  return {
    era: '2.0-2.3',
    label: 'Flink 2.0–2.3',
    leader: find('dispatcher'),
    rest: find('rest-server'),
    resourceManager: find('resource-manager'),
    splitComponents: false,
    contenders: latches.map(({ path, owner, sequence }): Contender => {
      return { path, name: path.split('/').at(-1)!, sequence, zkSessionId: owner, joinedAt: aNow - 50_000, component: null }
    }),
    jobs: [],
    applications: [],
    isOnMesos: false,
    leftovers: [],
    problems: [],
  }
}

function toRecord(znode: LeaderZnode | undefined): LeaderRecord | null {
  if (!znode) return null
  const { path, address, leaderSessionId, owner, czxid, mzxid } = znode
  return {
    path,
    address: address ?? '',
    leaderSessionId,
    zkSessionId: owner,
    publishedAt: aNow - 40_000,
    createdAt: aNow - 40_000,
    czxid,
    mzxid,
  }
}
