import { decodeCheckpointCounter } from '@/lib/flink/serialization/checkpoint-counter'
import { decodeRegistryState } from '@/lib/flink/serialization/lock'
import type { RegistryState } from '@/lib/flink/serialization/lock'
import type { CompiledLayout } from './compiled-layouts'
import { graphNouns } from './layout-tables'
import { attempt, toLeaderRecord, toPointerNode } from './node-decoder'
import type { HaJob, LeaderRecord, PointerNode } from './types'
import type { ZnodeLike } from './znode'

/** A job's nodes by their role. */
interface Sorted {
  graph: ZnodeLike | null
  graphLocks: ZnodeLike[]
  checkpoints: { name: string; node: ZnodeLike }[]
  /** By the checkpoint's name as written. */
  checkpointLocks: Map<string, ZnodeLike[]>
  counter: ZnodeLike | null
  registry: ZnodeLike | null
  leader: ZnodeLike | null
}

const maxCheckpoints = 1000
const maxLocks = 100

/**
 * Derives one job from its nodes; null when there is neither graph nor checkpoint nor leader: then only empty
 * folders and a counter are left.
 * @param skipped paths of pointers that have no `locks` below them where they need one
 */
export function deriveJob(
  jobId: string,
  nodes: Iterable<ZnodeLike>,
  layout: CompiledLayout,
  skipped: ReadonlySet<string> = new Set(),
): HaJob | null {
  const sorted = sortNodes(nodes, layout)
  const problems: string[] = []
  const graph = sorted.graph && toPointerNode(sorted.graph, sorted.graphLocks.slice(0, maxLocks), skipped.has(sorted.graph.path))
  const checkpoints = toCheckpoints(sorted, problems, skipped)
  const leader = sorted.leader && toLeader(sorted.leader, problems)
  if (!graph && !leader && checkpoints.length === 0) return null
  const registry = sorted.registry && toRegistry(sorted.registry, problems)
  const nextCheckpointId = sorted.counter && toNextId(sorted.counter, problems)
  const isCounterUnreadable = sorted.counter !== null && nextCheckpointId === null
  const noun = graphNouns[layout.table.graphKind]
  if (!graph && !leader) problems.push(`no ${noun}: no new leader will recover this job`)
  if (graph && registry === 'DONE') problems.push(`the job is done, but its ${noun} is still there: the clean-up was cut short`)
  for (const pointer of [...(graph ? [graph] : []), ...checkpoints.map(({ pointer }) => pointer)]) addPointerProblem(pointer, problems)
  return { jobId, graph, graphKind: layout.table.graphKind, checkpoints, nextCheckpointId, isCounterUnreadable, leader, registry, problems }
}

function sortNodes(nodes: Iterable<ZnodeLike>, layout: CompiledLayout): Sorted {
  const sorted: Sorted = {
    graph: null,
    graphLocks: [],
    checkpoints: [],
    checkpointLocks: new Map(),
    counter: null,
    registry: null,
    leader: null,
  }
  for (const node of nodes) {
    const match = layout.matchNode(node)
    const checkpoint = match?.checkpoint ?? ''
    switch (match?.role.kind) {
      case 'graph':
        sorted.graph = node
        break
      case 'graph-lock':
        sorted.graphLocks.push(node)
        break
      case 'checkpoint':
        sorted.checkpoints.push({ name: checkpoint, node })
        break
      case 'checkpoint-lock':
        appendLock(sorted.checkpointLocks, checkpoint, node)
        break
      case 'counter':
        sorted.counter = node
        break
      case 'registry':
        sorted.registry = node
        break
      case 'job-leader':
        sorted.leader = preferLiving(sorted.leader, node)
        break
    }
  }
  return sorted
}

/** While the era is not certain a job can have two leader nodes, one of them left by the older version. */
function preferLiving(a: ZnodeLike | null, b: ZnodeLike): ZnodeLike {
  return a && a.stat.mzxid > b.stat.mzxid ? a : b
}

function appendLock(locks: Map<string, ZnodeLike[]>, checkpoint: string, node: ZnodeLike): void {
  const list = locks.get(checkpoint)
  if (list) list.push(node)
  else locks.set(checkpoint, [node])
}

/** As numbers, not as text: Flink 1.0 does not pad them. */
function toCheckpoints({ checkpoints, checkpointLocks }: Sorted, problems: string[], skipped: ReadonlySet<string>): HaJob['checkpoints'] {
  const sorted = checkpoints
    .map(({ name, node }) => ({ id: BigInt(name), name, node }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  if (sorted.length > maxCheckpoints) problems.push(`${sorted.length} checkpoints; only the newest ${maxCheckpoints} are looked at`)
  return sorted.slice(-maxCheckpoints).map(({ id, name, node }) => ({
    checkpointId: id.toString(),
    pointer: toPointerNode(node, (checkpointLocks.get(name) ?? []).slice(0, maxLocks), skipped.has(node.path)),
  }))
}

function toLeader(node: ZnodeLike, problems: string[]): LeaderRecord | null {
  const { value, problem } = toLeaderRecord(node)
  if (problem) problems.push(`${node.path}: ${problem}`)
  return value
}

function toRegistry(node: ZnodeLike, problems: string[]): RegistryState | null {
  const state = node.data && decodeRegistryState(node.data)
  if (!state) problems.push(`${node.path}: none of PENDING, RUNNING, DONE`)
  return state
}

function toNextId(node: ZnodeLike, problems: string[]): string | null {
  const { value, problem } = attempt(node, decodeCheckpointCounter)
  if (problem) problems.push(`${node.path}: ${problem}`)
  return value === null ? null : String(value)
}

function addPointerProblem({ path, handle }: PointerNode, problems: string[]): void {
  if (handle.kind === 'unknown') problems.push(`${path}: ${handle.reason}`)
}
