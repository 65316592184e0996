import 'server-only'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import type { DanglingItem, DanglingWorld, FreshZnode } from '@/lib/model/dangling/decide-removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import { findFilePath } from '@/lib/sources/ha-storage/locate'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { findPointedUri } from '@/lib/model/dangling/items'

/** A cluster's whole tree, read by this operation and not remembered from before. */
export interface FreshTree {
  nodes: Map<string, ZnodeLike>
  /** False: more than the limit, or a part is not readable. */
  isWhole: boolean
}

const mostZnodes = 100_000
const atOnce = 200

export async function readFreshTree({ client, root }: ElectionPlace): Promise<FreshTree> {
  await client.sync(root)
  const nodes = new Map<string, ZnodeLike>()
  let isWhole = true
  let level = ['']
  while (level.length > 0 && nodes.size <= mostZnodes) {
    const next: string[] = []
    for (let at = 0; at < level.length; at += atOnce) {
      const found = await Promise.all(level.slice(at, at + atOnce).map((path) => readOne(client, root, path)))
      for (const one of found) {
        if (one === 'denied') isWhole = false
        else if (one) {
          nodes.set(one.node.path, one.node)
          next.push(...one.children)
        }
      }
    }
    level = next
  }
  return { nodes, isWhole: isWhole && nodes.size <= mostZnodes }
}

async function readOne(
  client: ZooKeeperClient,
  root: string,
  path: string,
): Promise<{ node: ZnodeLike; children: string[] } | 'denied' | null> {
  const absolute = path === '' ? root : `${root}/${path}`
  try {
    const [{ data, stat }, { children }] = await Promise.all([client.getData(absolute), client.getChildren(absolute)])
    return { node: { path, data, stat }, children: children.map((name) => (path === '' ? name : `${path}/${name}`)) }
  } catch (error) {
    if (ZooKeeperError.is(error) && error.code === 'no-node') return null
    if (ZooKeeperError.is(error) && error.code === 'no-auth') return 'denied'
    throw error
  }
}

/** What the decision about one item needs, from this very reading. */
export async function readDanglingWorld(
  item: DanglingItem,
  place: ElectionPlace,
  tree: FreshTree,
  snapshot: ClusterSnapshot,
): Promise<DanglingWorld> {
  const decoded = decodeHaTree(tree.nodes, { names: place.names })
  const { leader } = snapshot
  const isLed = leader?.process === 'running' && decoded.leader?.zkSessionId === leader.zkSessionId
  const pointers = decoded.jobs
    .flatMap((job) => [...(job.graph ? [job.graph] : []), ...job.checkpoints.map(({ pointer }) => pointer)])
    .concat(decoded.applications.map(({ pointer }) => pointer))
  const areKnown = tree.isWhole && pointers.every(({ handle }) => handle.kind !== 'unknown')
  const named = pointers.map(({ handle }) => (handle.kind === 'file' ? findFilePath(handle.uri) : null)).filter((path) => path !== null)
  const file = findItemFile(item, snapshot)
  const storage = file === null ? null : findStorageOperations(file)
  const target = file === null || !storage ? { state: 'unchecked' as const, modifiedAt: null } : await storage.probe(file)
  return {
    now: Date.now(),
    znodes:
      item.kind === 'file'
        ? []
        : [...tree.nodes.values()].filter(({ path }) => path === item.path || path.startsWith(`${item.path}/`)).map(toFresh),
    isContended: decoded.contenders.length > 0 || decoded.leader !== null,
    liveJobs: isLed ? findLiveJobs(snapshot) : null,
    registeredJobs: new Set(decoded.jobs.filter((job) => job.graph !== null || job.leader !== null).map(({ jobId }) => jobId)),
    namedFiles: areKnown ? new Set(named) : null,
    target: target.state,
    fileModifiedAt: target.modifiedAt,
  }
}

/** The file that decides about the item; null: there is none, or no storage that is read from here holds it. */
function findItemFile({ kind, path }: DanglingItem, snapshot: ClusterSnapshot): string | null {
  if (kind === 'file') return path
  const uri = kind === 'pointer' ? findPointedUri(snapshot, path) : null
  return uri === null ? null : findFilePath(uri)
}

const ended = new Set(['finished', 'canceled', 'failed'])

/** The jobs in the leader's own list; null as long as it has not sent one. */
function findLiveJobs({ recovery, taskManagers }: ClusterSnapshot): ReadonlySet<string> | null {
  if (!taskManagers.provenance.known) return null
  return new Set(
    recovery.jobs
      .filter(({ state }) => state === null || !ended.has(state))
      .filter(({ stateAt }) => stateAt !== null)
      .map(({ jobId }) => jobId),
  )
}

function toFresh({ path, stat }: ZnodeLike): FreshZnode {
  return { path, owner: stat.ephemeralOwner, version: stat.version, czxid: `0x${stat.czxid.toString(16)}`, modifiedAt: stat.mtime }
}
