import 'server-only'
import { lstat, open } from 'node:fs/promises'
import { findSystemCode } from '@/lib/base/errors'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import { toLocalPath } from '@/lib/flink/serialization/path-uri'
import type { DanglingItem, DanglingWorld, FreshZnode } from '@/lib/model/dangling/decide-removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { findPointedFile } from '@/lib/model/dangling/items'

/** A cluster's whole tree, read by this operation and not remembered from before. */
export interface FreshTree {
  nodes: Map<string, ZnodeLike>
  /** False: more than the limit, or a part is not readable. */
  isWhole: boolean
}

const MOST_ZNODES = 100_000
const AT_ONCE = 200

export async function readFreshTree({ client, root }: ElectionPlace): Promise<FreshTree> {
  await client.sync(root)
  const nodes = new Map<string, ZnodeLike>()
  let isWhole = true
  let level = ['']
  while (level.length > 0 && nodes.size <= MOST_ZNODES) {
    const next: string[] = []
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const found = await Promise.all(level.slice(at, at + AT_ONCE).map((path) => readOne(client, root, path)))
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
  return { nodes, isWhole: isWhole && nodes.size <= MOST_ZNODES }
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
  const named = pointers.flatMap(({ handle }) => {
    const local = handle.kind === 'file' ? toLocalPath(handle.uri) : null
    return local?.ok ? [local.value] : []
  })
  const file = item.kind === 'file' ? item.path : item.kind === 'pointer' ? findPointedFile(snapshot, item.path) : null
  const target = file === null ? { state: 'unchecked' as const, modifiedAt: null } : await lookAtFile(file)
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

const ENDED = new Set(['finished', 'canceled', 'failed'])

/** The jobs in the leader's own list; null as long as it has not sent one. */
function findLiveJobs({ recovery, taskManagers }: ClusterSnapshot): ReadonlySet<string> | null {
  if (!taskManagers.provenance.known) return null
  return new Set(
    recovery.jobs
      .filter(({ state }) => state === null || !ENDED.has(state))
      .filter(({ stateAt }) => stateAt !== null)
      .map(({ jobId }) => jobId),
  )
}

/** Opens the file too, so that a file without the right to read it is not called present. */
async function lookAtFile(path: string): Promise<{ state: DanglingWorld['target']; modifiedAt: number | null }> {
  try {
    const stats = await lstat(path)
    if (!stats.isFile()) return { state: 'unchecked', modifiedAt: null }
    await (await open(path, 'r')).close()
    return { state: 'present', modifiedAt: stats.mtimeMs }
  } catch (error) {
    const code = findSystemCode(error)
    // Only a folder that exists proves that the file in it does not.
    if (code === 'ENOENT')
      return { state: (await isFolder(path.slice(0, path.lastIndexOf('/')))) ? 'missing' : 'unchecked', modifiedAt: null }
    return { state: code === 'EACCES' ? 'unchecked' : 'unreadable', modifiedAt: null }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

function toFresh({ path, stat }: ZnodeLike): FreshZnode {
  return { path, owner: stat.ephemeralOwner, version: stat.version, czxid: `0x${stat.czxid.toString(16)}`, modifiedAt: stat.mtime }
}
