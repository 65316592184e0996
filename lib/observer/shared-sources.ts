import 'server-only'
import { createListeners } from '@/lib/base/listeners'
import type { Logger } from 'pino'
import type { FencedFacts, SessionHolderFacts } from '@/lib/model/cluster-facts'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { RunningOperation } from '@/lib/model/operation'
import { isLocalHost } from '@/lib/sources/hosts/is-local-host'
import { readLocalProcesses } from '@/lib/sources/hosts/read-local-processes'
import { createMemberPool, type MemberPool } from '@/lib/sources/quorum/member-pool'
import { createAddressFeed, type AddressFeed } from './address-feed'
import { createBulkBudget, type BulkBudget } from './bulk-budget'
import { createClientPool, type ClientPool } from './client-pool'
import { createDoctorSemaphore, type DoctorSemaphore } from './doctor-semaphore'
import { createStartupGate, type StartupGate } from './startup-gate'
import { createPeerClusters, type PeerClusters } from './peer-clusters'
import { createProcessFeed, type ProcessFeed } from './process-feed'

/** Sources that all clusters of this console share: sessions, member watches, the process table, addresses. */
export interface SharedSources {
  readonly log: Logger
  readonly clients: ClientPool
  readonly members: MemberPool
  readonly processes: ProcessFeed
  readonly addresses: AddressFeed
  readonly budget: BulkBudget
  readonly peers: PeerClusters
  readonly startupGate: StartupGate
  readonly doctorSemaphore: DoctorSemaphore
  /** The running operation of each cluster, as operations report it. */
  readonly operations: Map<string, RunningOperation>
  /** What a fenced takeover of each cluster would take, as operations report it. */
  readonly fenced: Map<string, FencedFacts>
  /** Sessions with a proven process, by cluster, as operations report them. */
  readonly holders: Map<string, readonly SessionHolderFacts[]>
  onAddresses(listener: () => void): () => void
  /** Those hosts of `masters` (host:port) that are this host, as far as it is known yet. */
  findLocalHosts(masters: readonly string[]): ReadonlySet<string>
  close(): Promise<void>
}

export function createSharedSources(log: Logger): SharedSources {
  const listeners = createListeners<void>()
  const notify = () => listeners.emit()
  const addresses = createAddressFeed(notify)
  const clients = createClientPool((message) => log.debug(message))
  const members = createMemberPool()
  const processes = createProcessFeed(readLocalProcesses)
  const locals = createLocalHosts(notify)
  const startupGate = createStartupGate()
  return {
    log,
    clients,
    members,
    processes,
    addresses,
    startupGate,
    operations: new Map(),
    fenced: new Map(),
    holders: new Map(),
    budget: createBulkBudget(undefined, () => !startupGate.isOver()),
    peers: createPeerClusters((error) => log.error({ err: error }, 'A doctor failed')),
    doctorSemaphore: createDoctorSemaphore(startupGate, (error) => log.error({ err: error }, 'A doctor failed')),
    onAddresses: listeners.add,
    findLocalHosts: locals.find,
    async close() {
      addresses.close()
      processes.close()
      members.close()
      await clients.close()
    },
  }
}

/** Whether a host is this one needs a look-up, so the answer comes a moment later and is then notified. */
function createLocalHosts(onFound: () => void) {
  const answers = new Map<string, boolean | null>()
  let last: { key: string; found: ReadonlySet<string> } = { key: '', found: new Set() }

  async function ask(host: string) {
    answers.set(host, null)
    const isLocal = await isLocalHost(host).catch(() => false)
    answers.set(host, isLocal)
    if (isLocal) onFound()
  }
  return {
    find(masters: readonly string[]): ReadonlySet<string> {
      const hosts = masters.flatMap((master) => findHostPort(master)?.host ?? [])
      for (const host of hosts) if (!answers.has(host)) void ask(host)
      const local = hosts.filter((host) => answers.get(host) === true)
      const key = local.join()
      if (key !== last.key) last = { key, found: new Set(local) }
      return last.found
    },
  }
}
