import 'server-only'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import { findLayoutTable } from '@/lib/flink/layouts/layout-tables'
import type { HaTree } from '@/lib/flink/layouts/types'
import { isEphemeral, toZxidText, type ZnodeLike } from '@/lib/flink/layouts/znode'
import type { DanglingItem, DanglingWorld, FreshZnode } from '@/lib/model/dangling/removal'
import { findLiveJobs, toLeaderState } from '@/lib/model/dangling/decide-forgetting'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import { findFilePath } from '@/lib/sources/ha-storage/locate'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import type { FreshTree } from './fresh-tree'
import { checkPointer, readJobParts, toLockFinder, toPointers } from './job-parts'

/** What the decision about one item needs, from this very reading. */
export async function readDanglingWorld(
  item: DanglingItem,
  place: ElectionPlace,
  tree: FreshTree,
  snapshot: ClusterSnapshot,
): Promise<DanglingWorld> {
  const decoded = decodeHaTree(tree.nodes, { names: place.names })
  const leader = findLeaderState(decoded, snapshot)
  const pointers = toPointers(decoded)
  const areKnown = tree.isWhole && pointers.every(({ handle }) => handle.kind !== 'unknown')
  const named = pointers.map(({ handle }) => (handle.kind === 'file' ? findFilePath(handle.uri) : null)).filter((path) => path !== null)
  const isLock = toLockFinder(place.names)
  const toFresh = (node: ZnodeLike): FreshZnode => ({ ...toVersioned(node), isLock: isLock(node) })
  return {
    now: Date.now(),
    isContended: decoded.contenders.length > 0 || decoded.leader !== null,
    leader,
    hasLocks: hasGraphLocks(decoded.era),
    liveJobs: leader === 'running' ? findLiveJobs(snapshot.recovery) : null,
    registeredJobs: new Set(decoded.jobs.filter((job) => job.graph !== null || job.leader !== null).map(({ jobId }) => jobId)),
    namedFiles: areKnown ? new Set(named) : null,
    ...(await readItem(item, { decoded, place, tree, snapshot, toFresh })),
  }
}

/** Flink locks the graphs of the jobs that it runs from 1.3 on. */
function hasGraphLocks(era: HaTree['era']): boolean {
  return Object.values(findLayoutTable(era)?.templates ?? {}).some(({ kind }) => kind === 'graph-lock')
}

interface ItemReading {
  decoded: HaTree
  place: ElectionPlace
  tree: FreshTree
  snapshot: ClusterSnapshot
  toFresh(node: ZnodeLike): FreshZnode
}

type ItemWorld = Pick<DanglingWorld, 'znodes' | 'target' | 'fileModifiedAt' | 'ownFiles'>

async function readItem(item: DanglingItem, { decoded, place, tree, snapshot, toFresh }: ItemReading): Promise<ItemWorld> {
  const below = () => [...tree.nodes.values()].filter(({ path }) => path === item.path || path.startsWith(`${item.path}/`)).map(toFresh)
  const none = { znodes: [], ownFiles: [], fileModifiedAt: null }
  switch (item.kind) {
    case 'file': {
      const looked = await findStorageOperations(item.path)?.probe(item.path)
      return { ...none, target: looked?.state ?? 'unchecked', fileModifiedAt: looked?.modifiedAt ?? null }
    }
    case 'job': {
      const { znodes, files, graphTarget } = await readJobParts(item.path, tree, place, snapshot)
      return { ...none, znodes: znodes.map(toFresh), target: graphTarget, ownFiles: files }
    }
    case 'pointer': {
      const pointer = toPointers(decoded).find(({ path }) => path === item.path)
      const target = pointer ? await checkPointer(pointer, snapshot.recovery.storageDir, toPointers(decoded)) : 'unchecked'
      return { ...none, znodes: below(), target }
    }
    case 'znodes':
      return { ...none, znodes: below(), target: 'unchecked' }
  }
}

/** A leader in this reading counts as the snapshot's only with the same session. */
function findLeaderState({ leader }: HaTree, snapshot: ClusterSnapshot): DanglingWorld['leader'] {
  if (leader === null) return 'none'
  return leader.zkSessionId === snapshot.leader?.zkSessionId ? toLeaderState(snapshot.leader) : 'not-proven'
}

function toVersioned(node: ZnodeLike): Omit<FreshZnode, 'isLock'> {
  const { path, stat } = node
  return {
    path,
    owner: isEphemeral(node) ? stat.ephemeralOwner : '0x0',
    version: stat.version,
    czxid: toZxidText(stat.czxid),
    modifiedAt: stat.mtime,
  }
}
