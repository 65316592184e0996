import 'server-only'
import { deriveBackoffMs } from '@/lib/base/back-off'
import { createSemaphore } from '@/lib/base/semaphore'
import { findPublishedContradiction, findPublishedDoubt } from '@/lib/model/published-contradiction'
import type { JobManager } from '@/lib/model/snapshot'
import { readElection } from '../election/read-election'
import { findAddresses } from '../looks/find-addresses'
import { endIdentity, noteIdentity, type NotedIdentity } from '../notes/noted-identities'
import { identifyJobManager, type IdentifyContext } from './identify'
import type { ReadinessTrackerContext } from './tracker-context'

const again = { firstMs: 5_000, mostMs: 120_000 }
const leastAgainMs = 500
/** A look at a process is a shell on its host; a console of many clusters would start hundreds of them at once at its start. */
const looksAtHosts = createSemaphore(4)

interface Identified {
  identities: Map<string, NotedIdentity>
  tries: ReturnType<typeof createTries>
}

/** Identifies the processes of these JobManagers, as far as their hosts and ZooKeeper can be asked now. */
export async function identifyDue(context: ReadinessTrackerContext, due: readonly JobManager[], identified: Identified): Promise<void> {
  const found = due.length > 0 ? await findClusterContext(context, identified.identities) : null
  if (found) await Promise.all(due.map((jm) => looksAtHosts.run(() => identify(context, found, jm, identified))))
}

/** A process is looked at again when its session is reported, and by its line until then. */
export function toTryKey({ zkSessionId, master }: JobManager): string {
  return zkSessionId ?? master
}

/** null: its hosts or its ZooKeeper cannot be asked now. */
async function findClusterContext(
  { clusterId, console, getHosts, getPlace }: ReadinessTrackerContext,
  identities: ReadonlyMap<string, NotedIdentity>,
): Promise<IdentifyContext | null> {
  const [hosts, place] = await Promise.all([getHosts(), getPlace()])
  const snapshot = console.findSnapshot(clusterId)?.snapshot
  if (!hosts || !place || !snapshot) return null
  return { hosts, snapshot, reading: await readElection(place, { withLocks: false }), known: new Set(identities.keys()) }
}

async function identify(
  { clusterId, log, getJournal, onChange }: ReadinessTrackerContext,
  known: IdentifyContext,
  jm: JobManager,
  { identities, tries }: Identified,
): Promise<void> {
  const found = await identifyJobManager(known, jm)
  if (typeof found === 'string') {
    tries.failed(toTryKey(jm), jm.master, found)
    log.debug({ cluster: clusterId, master: jm.master }, `Its process is not identified: ${found}`)
    return
  }
  tries.reasons.delete(jm.master)
  await noteIdentity(await getJournal(), clusterId, found)
  identities.set(found.zkSessionId, found)
  onChange()
}

/** A session that could not be identified is tried again, with growing delays. */
export function createTries() {
  const tries = new Map<string, { at: number; failures: number }>()
  const reasons = new Map<string, string>()
  return {
    reasons,
    isDue: (session: string) => Date.now() >= (tries.get(session)?.at ?? 0),
    dueIn: (session: string) => Math.max(leastAgainMs, (tries.get(session)?.at ?? 0) - Date.now()),
    failed(session: string, master: string, reason: string): void {
      reasons.set(master, reason)
      const failures = tries.get(session)?.failures ?? 0
      tries.set(session, { at: Date.now() + deriveBackoffMs(failures, again), failures: failures + 1 })
    },
  }
}

/** What the leader publishes is compared with its note, for as long as it leads; what cannot be compared stays noted. */
export async function dropContradicted(
  { clusterId, console, getJournal, log, onChange }: ReadinessTrackerContext,
  identities: Map<string, NotedIdentity>,
  doubts: Map<string, string>,
): Promise<void> {
  const leader = console.findSnapshot(clusterId)?.snapshot.leader
  const noted = leader ? identities.get(leader.zkSessionId) : undefined
  if (!leader?.restAddress || !noted) return doubts.clear()
  const { rpcAddress, restAddress, zkSessionId } = leader
  const published = { rpcAddress, restAddress }
  const addresses = await findAddresses(published, [noted.identity.host])
  const why = findPublishedContradiction({ zkSessionId, published }, noted.identity, addresses)
  const doubt = findPublishedDoubt({ zkSessionId, published }, noted.identity, addresses)
  doubts.clear()
  if (doubt !== null) doubts.set(zkSessionId, doubt)
  if (why === null) return
  identities.delete(zkSessionId)
  await endIdentity(await getJournal(), clusterId, zkSessionId, why)
  log.warn({ cluster: clusterId, master: noted.master }, `A proof is dropped: ${why}`)
  onChange()
}
