import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Memory } from '@/lib/model/derive-snapshot'
import { known } from '@/lib/model/observed'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aSnapshotAt } from '../a-snapshot'
import { someConfiguration } from '../some-configuration'
import { sessionTimeoutMs, toJobManager, toProcess } from './to-job-manager'
import { toMember } from './to-member'
import { toTree } from './to-tree'
import { hosts, type Watched } from './watched'

/**
 * A cluster observed at several times, each given in seconds before `now`: its snapshot is what the product itself
 * derives from these facts.
 */
export function aWatchedCluster(now: number, looks: readonly [secondsAgo: number, Watched][]): ClusterSnapshot {
  const last = watchCluster(now, looks).at(-1)
  if (!last) throw new Error('a cluster that was never looked at has no snapshot')
  return last.snapshot
}

/** A watched cluster with the snapshot of each observation, for tests of a sequence. */
export function watchCluster(now: number, looks: readonly [secondsAgo: number, Watched][]): { at: number; snapshot: ClusterSnapshot }[] {
  const derive = createSnapshotDeriver('e1')
  let memory: Memory = aMemory(now, looks[0]?.[1].masters ?? 3)
  let snapshot: ClusterSnapshot | null = null
  return looks.map(([secondsAgo, watched]) => {
    const at = Math.round(now - secondsAgo * 1_000)
    const derived = derive(toFacts(watched, now, at), memory, snapshot, at)
    memory = derived.memory
    snapshot = derived.snapshot
    return { at, snapshot }
  })
}

/** Memory of the hours before. */
function aMemory(now: number, masters: number): Memory {
  const { lanes, events } = aSnapshotAt(now).aSnapshot()
  return { ...emptyMemory, lanes: lanes.slice(0, masters), events, eventSerial: 5, taskManagers: 2, hasSeen: true }
}

function toFacts(watched: Watched, now: number, at: number): ClusterFacts {
  const { masters = 3, members = 3, storageDir = 'file:/var/flink/ha' } = watched
  const quorum = hosts.slice(0, members).map((number) => ({ host: `zk${number}`, port: 2181 }))
  const connectString = quorum.map(({ host, port }) => `${host}:${port}`).join(',')
  const numbers = hosts.slice(0, masters)
  return {
    id: 'east',
    name: 'east',
    confDir: '/opt/flink/conf',
    webUi: null,
    realConfDir: null,
    holders: [],
    flinkVersion: '2.3.0',
    configuration: known(
      'configuration',
      at - 60_000,
      someConfiguration({ quorum, connectString, storageDir, sessionTimeoutMs: sessionTimeoutMs }),
    ),
    session: { state: 'connected', since: now - 90_000_000, member: 'zk1:2181', reason: null, lastHeardAt: at - 300 },
    tree: {
      status: 'live',
      since: now - 90_000_000,
      detail: null,
      at: at - 300,
      behindSince: null,
      tree: toTree(watched, now, storageDir),
      ...watched.tree,
    },
    jobManagers: numbers.map((number) => toJobManager(watched, number, now, at)),
    members: quorum.map(({ host }, index) => toMember(watched, `${host}:2181`, index + 1, now, at)),
    processes: known(
      'hosts',
      at - 1_000,
      numbers.filter((number) => watched.links?.[number]?.[0] !== 'refused').map((number) => toProcess(number, now)),
    ),
    localHosts: new Set(numbers.map((number) => `jm${number}`)),
    addresses: new Map(),
    findTarget:
      watched.findTarget ??
      (({ handle }) => ({
        state: 'present',
        bytes: handle.kind === 'file' ? handle.bytes : null,
        checkedAt: at - 2_000,
        detail: 'present, length as recorded',
      })),
    storage: known('haStorage', at - 2_000, { orphans: [], jobResults: { dirty: [], clean: [] } }),
    doctor: { at: at - 60_000, findings: [] },
    control: 'none',
    operation: null,
    fenced: null,
    ...watched.over,
  }
}
