import { contenderProofs, permitsActing } from '@/lib/model/contender-proof'
import { createSnapshotDeriver } from '@/lib/model/derive-snapshot'
import { decideFencing } from '@/lib/takeover/decide/decide-fencing'
import type { FencingDecision, SessionHolder } from '@/lib/takeover/decide/decision'
import { deriveLiveness } from '@/lib/takeover/decide/process-look'
import { canIdentify, proveHeldSession } from '@/lib/takeover/decide/prove-held-session'
import type { Proven } from '@/lib/takeover/decide/prove-process'
import { findShownHolder, toNotedHolder } from '@/lib/takeover/decide/session-holder'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { addresses, ownerOf, readLine } from './decide-lived'
import { findCandidates, lookAt, toHost, type LivedWorld } from './lived-worlds'
import { deriveObserved, listMasters, type MasterPlace } from './observe-lived'

/**
 * The product's way from texts to decision: a snapshot ties sessions to masters lines, each line’s process is checked for the session
 * that the snapshot names (`readiness-tracker.ts`), proofs feed the next snapshots, and the decision takes its holders from the last one.
 */
export interface DecidedWorld {
  noted: Map<string, Proven & { master: string; zkSessionId: string; hostNumber: number }>
  /** The last snapshot before the exit, and the one that the decision was made with. */
  snapshots: [ClusterSnapshot, ClusterSnapshot]
  decision: FencingDecision
}

export function decideByObservation(world: LivedWorld): DecidedWorld {
  const derive = createSnapshotDeriver('e1')
  const noted: DecidedWorld['noted'] = new Map()
  const first = deriveObserved(derive, world, 'before')
  noteShown(world, first.snapshot, noted)
  const notified = deriveObserved(derive, world, 'before', toHolders(noted), first)
  // A second round, as in the readiness tracker: the first proofs change which sessions the snapshot ties to the others.
  noteShown(world, notified.snapshot, noted)
  const last = deriveObserved(derive, world, 'after', toHolders(noted), notified)
  return { noted, snapshots: [notified.snapshot, last.snapshot], decision: decide(world, noted, last.snapshot) }
}

function noteShown(world: LivedWorld, snapshot: ClusterSnapshot, noted: DecidedWorld['noted']): void {
  const known = new Set(noted.keys())
  for (const place of listMasters(world)) {
    const jm = snapshot.jobManagers.find(({ master }) => master === place.master)!
    const life = findOwnProcess(world, place)
    if (!life || jm.rpcPort === null || !canIdentify(jm) || (jm.zkSessionId !== null && noted.has(jm.zkSessionId))) continue
    const look = lookAt(world, place.host, life.pid, 'before')
    const expected = { host: toHost(place.host, world.isOneHost), pid: life.pid, rpcPort: jm.rpcPort, restPort: place.port }
    const ground = { reading: readLine(world, 'before'), listed: world.listed, known, addresses }
    const proven = proveHeldSession(jm, [look, look], ground, expected)
    if (typeof proven !== 'string') noted.set(proven.zkSessionId, { ...proven, master: place.master, hostNumber: place.host })
  }
}

/** The only process of the cluster for that port, as `findJobManagerProcess` requires. */
function findOwnProcess(world: LivedWorld, { host, port }: MasterPlace) {
  const [life, ...others] = findCandidates(world, host, port)
  return others.length === 0 ? life : undefined
}

function toHolders(noted: DecidedWorld['noted']) {
  return [...noted.values()].map(({ zkSessionId, master, proof, identity: { host, pid, rpcPort, restPort } }) => ({
    zkSessionId,
    master,
    proof,
    host,
    pid,
    rpcPort,
    restPort,
  }))
}

function decide(world: LivedWorld, noted: DecidedWorld['noted'], snapshot: ClusterSnapshot): FencingDecision {
  const reading = readLine(world, 'after')
  const holders = new Map<string, SessionHolder>()
  for (const { owner } of reading.latches) {
    const known = noted.get(owner)
    const holder = known
      ? toNotedHolder(known, snapshot, deriveLiveness(known.identity, lookAt(world, known.hostNumber, known.identity.pid, 'after')))
      : findShownHolder(owner, snapshot)
    if (holder) holders.set(owner, holder)
  }
  return decideFencing({
    first: { ...reading, at: 0 },
    second: reading,
    quorumServes: true,
    expectedLeaderSessionId: reading.leaders[0]?.leaderSessionId ?? '',
    holders,
    addresses,
    proofNow: null,
  })
}

/**
 * Lines of a snapshot that are tied to a session of another process than the one that answers there: by texts, or by a proof of a process.
 */
export function findWronglyTied(world: LivedWorld, { jobManagers }: ClusterSnapshot): { byText: number; byProcess: number } {
  const wrong = listMasters(world).flatMap((place) => {
    const jm = jobManagers.find(({ master }) => master === place.master)
    if (!jm?.proof || jm.zkSessionId === null) return []
    const owner = ownerOf(world, jm.zkSessionId)
    const machine = world.isOneHost ? 0 : world.names[0][place.host]!
    return owner.machine === machine && owner.restPort === place.port ? [] : [jm.proof]
  })
  const byProcess = wrong.filter((proof) => permitsActing(proof)).length
  return { byProcess, byText: wrong.filter((proof) => contenderProofs[proof].of === 'text').length }
}
