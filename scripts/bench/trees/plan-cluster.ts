import { createHash } from 'node:crypto'
import { decodeLeaderInfo } from '@/lib/flink/serialization/leader-info'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import { leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import { loadRecordedNodes, type RecordedVersion } from '@/lib/testing/recorded/recorded-flink'
import { withUri } from './pointer-uri'

export type Owner = 'leader' | 'standby'

export interface PlannedNode {
  path: string
  data: Uint8Array
  /** The owner of its session; null for persistent nodes. */
  owner: Owner | null
}

/** A cluster made from a recorded tree: its znodes, and the files its pointers name. */
export interface ClusterPlan {
  id: string
  version: RecordedVersion
  /** recovery.zookeeper.path.root */
  pathRoot: string
  /** Web UI ports, leader first. */
  ports: [leader: number, standby: number]
  /** Holds conf/ and the storage directory. */
  folder: string
  /** Parents before children. */
  nodes: PlannedNode[]
  files: { path: string; bytes: number }[]
  jobIds: string[]
}

export interface ClusterPlanOptions {
  id: string
  version: RecordedVersion
  folder: string
  ports: [leader: number, standby: number]
  /** Jobs are added until there are at least so many … */
  nodes?: number
  /** … or exactly so many jobs. */
  jobs?: number
}

/** 1.0 wrote no length into its pointers; any file will do. */
const unknownLength = 2000

/** A recorded tree moved to a root, ports and a storage directory of its own, its one job multiplied. */
export function planCluster(options: ClusterPlanOptions): ClusterPlan {
  const recorded = loadRecordedNodes(options.version, '05-before-kill').filter(({ path }) => path !== '/')
  const jobId = findJobId(recorded)
  const isOfJob = ({ path }: ZnodeLike) => path.includes(jobId)
  const perJob = recorded.filter(isOfJob).length
  const wanted = options.jobs ?? Math.max(1, Math.ceil(((options.nodes ?? 0) - (recorded.length - perJob)) / perJob))
  const jobIds = Array.from({ length: wanted }, (_, i) => toHash(`${options.id} job ${i}`, 32))
  const plan: ClusterPlan = {
    id: options.id,
    version: options.version,
    pathRoot: `/${options.id}`,
    ports: options.ports,
    folder: options.folder,
    nodes: [],
    files: [],
    jobIds,
  }
  const owners = findOwners(recorded)
  for (const node of recorded.filter((each) => !isOfJob(each))) plan.nodes.push(move(node, node.path, plan, owners))
  for (const id of jobIds)
    for (const node of recorded.filter(isOfJob)) plan.nodes.push(move(node, node.path.replaceAll(jobId, id), plan, owners))
  plan.nodes.sort((a, b) => (a.path < b.path ? -1 : 1))
  return plan
}

export function toHash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

function findJobId(nodes: readonly ZnodeLike[]): string {
  for (const { path } of nodes) {
    const found = /(?:^|\/)([0-9a-f]{32})(?:\/|$)/.exec(path)?.[1]
    if (found) return found
  }
  throw new Error('The recorded tree has no job')
}

/** The session that holds the leader's address leads. */
function findOwners(nodes: readonly ZnodeLike[]): (node: ZnodeLike) => Owner | null {
  const leader = nodes.find(
    ({ path, stat, data }) => stat.ephemeralOwner !== '0x0' && !path.includes('latch-') && data !== null && data.byteLength > 60,
  )?.stat.ephemeralOwner
  return ({ stat }) => (stat.ephemeralOwner === '0x0' ? null : stat.ephemeralOwner === leader ? 'leader' : 'standby')
}

function move(node: ZnodeLike, path: string, plan: ClusterPlan, owners: (node: ZnodeLike) => Owner | null): PlannedNode {
  const moved = `${plan.pathRoot}${path.slice('/flink'.length)}`
  return { path: moved, data: moveData(node.data ?? new Uint8Array(), moved, plan), owner: owners(node) }
}

function moveData(data: Uint8Array, path: string, plan: ClusterPlan): Uint8Array {
  if (data.byteLength > 300) return movePointer(data, path, plan)
  if (data.byteLength > 60) return moveLeader(data, plan)
  return data
}

function movePointer(data: Uint8Array, path: string, plan: ClusterPlan): Uint8Array {
  const handle = decodeStateHandle(data)
  if (handle.kind !== 'file') return data
  const file = toStoragePath(plan, handle.uri, path)
  plan.files.push({ path: file, bytes: handle.bytes ?? unknownLength })
  return withUri(data, handle.uri, `file:${file}`)
}

/** `file:/opt/flink/store/run/2.3.0/recovery/default/completedCheckpointf80a3f5eb7ac` in the plan's own folder, the name's digits by the znode. */
function toStoragePath(plan: ClusterPlan, uri: string, znode: string): string {
  const below = uri.slice(`file:/opt/flink/store/run/${plan.version}/`.length)
  return `${plan.folder}/${below.replace(/[0-9a-f]{12}$/, toHash(znode, 12))}`
}

function moveLeader(data: Uint8Array, plan: ClusterPlan): Uint8Array {
  const info = decodeLeaderInfo(data)
  if (!info?.leaderSessionId) return data
  const address = info.address.replace(
    /^(http:\/\/[^:]+):808([12])$/,
    (_, host: string, which: string) => `${host}:${which === '1' ? plan.ports[0] : plan.ports[1]}`,
  )
  return leaderInfoBytes(address, info.leaderSessionId)
}
