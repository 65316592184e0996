import { decodeCheckpointCounter } from '@/lib/flink/serialization/checkpoint-counter'
import { toFencingToken } from '@/lib/flink/serialization/fencing-token'
import { decodeLeaderInfo } from '@/lib/flink/serialization/leader-info'
import { decodeLockHolder, decodeRegistryState } from '@/lib/flink/serialization/lock'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import { compileLayouts, findLayout } from './compiled-layouts'
import type { CompiledLayouts } from './compiled-layouts'
import { graphNouns, type LayoutTable, type NodeRole } from './layout-tables'
import { attempt } from './node-decoder'
import { toSegments } from './path-matcher'
import type { LayoutEra, ZnodeDescription } from './types'
import type { ZnodeLike } from './znode'

const names: Record<string, string> = {
  'job-manager': 'the JobManager',
  dispatcher: 'the dispatcher',
  'resource-manager': 'the resource manager',
  'rest-server': 'the REST server',
}

const roles: Record<Exclude<NodeRole['kind'], 'leader' | 'member' | 'graph' | 'graph-lock'>, string> = {
  'job-leader': 'Leader information of the job',
  'job-member': 'Contender in the election of the job’s JobMaster',
  checkpoint: 'Pointer to a completed checkpoint',
  'checkpoint-lock': 'Lock on a checkpoint',
  counter: 'Next checkpoint id',
  registry: 'Entry in the running jobs registry',
  application: 'Pointer to the application',
  'application-lock': 'Lock on an application',
  locks: 'Folder for locks',
  mesos: 'Mesos framework or worker',
  folder: 'Folder',
}

const defaults = compileLayouts()

/**
 * One znode for the browser, decoded as its era writes it. Never throws.
 * @param path relative to the cluster's root
 * @param layouts with the path names of the cluster's configuration; default: Flink's own
 */
export function describeZnode(path: string, node: ZnodeLike, era: LayoutEra, layouts = defaults): ZnodeDescription {
  const segments = toSegments(path)
  if (segments.length === 0) return { role: 'Root of the cluster', decoded: null }
  const layout = findLayout(layouts, era)
  const role = layout?.match(segments)?.role
  if (!layout || !role) return { role: describeStray(segments, layouts), decoded: null }
  if (node.data === null)
    return { role: toWords(role, layout.table), decoded: null, problem: 'its data was not read (too large, or no right to)' }
  return { role: toWords(role, layout.table), ...decodeByRole(role, node) }
}

function describeStray(segments: string[], { eras }: CompiledLayouts): string {
  const other = eras.find(({ match }) => match(segments) !== null)
  return other ? `As ${other.table.label} writes it` : 'Unknown'
}

function toWords(role: NodeRole, { graphKind }: LayoutTable): string {
  if (role.kind === 'leader') return `Leader information of ${names[role.component]}`
  if (role.kind === 'member') return role.component ? `Contender in the election of ${names[role.component]}` : 'Contender in the election'
  if (role.kind === 'graph') return `Pointer to the ${graphNouns[graphKind]}`
  return role.kind === 'graph-lock' ? `Lock on the ${graphNouns[graphKind]}` : roles[role.kind]
}

function decodeByRole(role: NodeRole, node: ZnodeLike): Omit<ZnodeDescription, 'role'> {
  switch (role.kind) {
    case 'leader':
    case 'job-leader':
      return decodeWith(node, toLeader)
    case 'graph':
    case 'checkpoint':
    case 'application':
      return decodePointer(node)
    case 'counter':
      return decodeWith(node, (data) => ({ nextCheckpointId: decodeCheckpointCounter(data) }))
    case 'registry':
      return decodeRegistry(node)
    case 'graph-lock':
    case 'checkpoint-lock':
    case 'application-lock':
      return { decoded: { zkSessionId: node.stat.ephemeralOwner, holder: decodeLockHolder(node.data) } }
    case 'member':
    case 'job-member':
      return { decoded: { zkSessionId: node.stat.ephemeralOwner, sequence: Number(node.path.slice(-10)) } }
    case 'locks':
    case 'mesos':
    case 'folder':
      return { decoded: null }
  }
}

function decodeWith(node: ZnodeLike, decode: (data: Uint8Array) => unknown): Omit<ZnodeDescription, 'role'> {
  const { value, problem } = attempt(node, decode)
  return problem === null ? { decoded: value } : { decoded: null, problem }
}

function toLeader(data: Uint8Array): unknown {
  const info = decodeLeaderInfo(data)
  return info && { ...info, fencingToken: info.leaderSessionId && toFencingToken(info.leaderSessionId) }
}

function decodePointer({ data }: ZnodeLike): Omit<ZnodeDescription, 'role'> {
  const handle = decodeStateHandle(data ?? new Uint8Array())
  return handle.kind === 'unknown' ? { decoded: null, problem: handle.reason } : { decoded: handle }
}

function decodeRegistry(node: ZnodeLike): Omit<ZnodeDescription, 'role'> {
  const state = node.data && decodeRegistryState(node.data)
  return state ? { decoded: { state } } : { decoded: null, problem: 'none of PENDING, RUNNING, DONE' }
}
