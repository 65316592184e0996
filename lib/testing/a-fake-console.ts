import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import type { ZnodeView } from '@/lib/model/znode-view'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { normalHosts } from '@/lib/settings/cluster-settings'
import { publishRevision, type PublishedRevision } from '@/lib/observer/published'
import { aConfigurationView } from './a-configuration-view'
import { aSnapshot } from './a-snapshot'
import { aSummary } from './situations'

export interface FakeConsole extends UnderstudyConsole {
  /** Publishes the changed snapshot as the next revision; @returns it. */
  publish(over?: Partial<ClusterSnapshot>): PublishedRevision
  changeSummary(summary: ClusterSummary): void
  changeSet(clusters: ClusterSummary[]): void
  drop(): void
  tick(): void
  /** Number of open subscriptions, of any kind. */
  open(): number
  calls: { beats: number; lists: number; snapshotJson: number; patchJson: number; closed: number }
  close(): void
}

/** A console of one cluster, "east", that the test controls; set it as processWide.console. */
export function aFakeConsole(over: Partial<UnderstudyConsole> = {}): FakeConsole {
  const calls = { beats: 0, lists: 0, snapshotJson: 0, patchJson: 0, closed: 0 }
  const revisionListeners = new Set<(revision: PublishedRevision) => void>()
  const fleetListeners = new Set<(summary: ClusterSummary | null) => void>()
  const beatListeners = new Set<() => void>()
  let newest: PublishedRevision | null = counted(publishRevision(aSnapshot({ revision: 1 }), null), calls)
  let clusters = [aSummary(newest.snapshot)]

  const listen = <T>(listeners: Set<T>, listener: T) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  function publish(change: Partial<ClusterSnapshot> = {}): PublishedRevision {
    const before = newest!.snapshot
    newest = counted(publishRevision({ ...before, ...change, revision: change.revision ?? before.revision + 1 }, before), calls)
    for (const listener of [...revisionListeners]) listener(newest)
    return newest
  }
  return {
    epoch: 'e1',
    startedAt: Date.parse('2026-03-14T13:00:00.000Z'),
    settingsProblem: () => null,
    clusters: () => (calls.lists++, clusters),
    findSnapshot: (id) => (id === 'east' ? newest : null),
    subscribe(id, listener) {
      if (id !== 'east' || newest === null) return null
      const stop = listen(revisionListeners, listener)
      listener(newest)
      return stop
    },
    subscribeFleet: (listener) => listen(fleetListeners, listener),
    findBeat(id) {
      calls.beats++
      return id === 'east' && newest ? { now: newest.snapshot.asOf, epoch: newest.epoch, revision: newest.revision, lastHeardAt: {} } : null
    },
    onBeat: (listener) => listen(beatListeners, listener),
    findZnode: (_id, path) => (path === 'leader/latch' || path === '' ? aZnode(path) : null),
    findConfiguration: async (id) => (id === 'east' && newest ? aConfigurationView() : null),
    findHistory(id) {
      if (id !== 'east' || !newest) return null
      const { events, lanes, verdicts } = newest.snapshot
      return { events, lanes, verdicts }
    },
    figures: () => ({
      clusters: [
        {
          id: 'east',
          level: 'protected',
          zookeeper: { requests: 7, reconnects: 1, bytesIn: 512, bytesOut: 64, nodes: 30 },
          jobManagerRequests: 9,
          revisions: 3,
          readers: 0,
        },
      ],
    }),
    publish,
    changeSummary(summary) {
      clusters = clusters.map((one) => (one.id === summary.id ? summary : one))
      for (const listener of [...fleetListeners]) listener(summary)
    },
    changeSet(set) {
      clusters = set
      for (const listener of [...fleetListeners]) listener(null)
    },
    drop() {
      newest = null
      clusters = []
    },
    findSettings: (id) =>
      id === 'east'
        ? {
            id: 'east',
            name: 'east',
            confDir: '/opt/flink/conf',
            flinkHome: '/opt/flink',
            zookeeper: null,
            hosts: normalHosts,
            webUi: null,
          }
        : null,
    declaration: () => null,
    securityContact: () => null,
    publishOperation: (id, operation) => void (id === 'east' && publish({ operation })),
    publishFenced: () => undefined,
    publishHolders: () => undefined,
    whenReady: () => Promise.resolve(),
    tick: () => [...beatListeners].forEach((listener) => listener()),
    open: () => revisionListeners.size + fleetListeners.size + beatListeners.size,
    calls,
    close: () => void calls.closed++,
    ...over,
  }
}

function counted(revision: PublishedRevision, calls: FakeConsole['calls']): PublishedRevision {
  return {
    ...revision,
    snapshotJson: () => (calls.snapshotJson++, revision.snapshotJson()),
    patchJson: () => (calls.patchJson++, revision.patchJson()),
  }
}

export function aZnode(path: string): ZnodeView {
  return {
    path,
    stat: { version: 3, ephemeralOwner: '0x0' },
    role: 'leader election',
    decoded: { any: 'thing' },
    problem: null,
    children: [{ name: 'x', role: null }],
    childrenTotal: 1,
    sizeBytes: 4,
    hex: '00ff10aa',
  }
}
