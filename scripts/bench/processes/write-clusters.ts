import type { ClusterPlan, PlannedNode } from '../trees/plan-cluster'
import { decodeStateHandle } from '@/lib/flink/serialization/state-handle'
import type { MultiOperation } from '@/lib/sources/zookeeper/messages/multi'
import { dirname } from 'node:path'
import { startChild } from './child'

export interface TreeRequest {
  servers: string
  id: string
  nodes: PlannedNode[]
}

export interface OperationsRequest {
  servers: string
  operations: MultiOperation[]
}

export interface ClusterWriteRequest {
  id: string
  /** The cluster's root with its cluster id. */
  root: string
  everyMs: number
  jobs: { jobId: string; checkpoint: number; lock: string; file: string }[]
  /** A pointer to copy, and the file that it names. */
  pointer: Uint8Array
  pointerUri: string
  /** A file of the length in the pointer, linked under each new name. */
  template: string
  storageFolder: string
}

export interface LoadFigures {
  made: number
  /** The worst start of a checkpoint behind its schedule. */
  mostLateMs: number
  underWay: number
}

export interface ClusterWriter {
  /** Creates the tree, its ephemerals held by two sessions that live as long as the writer. */
  writeTree(servers: string, plan: ClusterPlan): Promise<void>
  /** Other operations, in order, a hundred per transaction. */
  write(servers: string, operations: MultiOperation[]): Promise<void>
  /** A node that only its creator may read. */
  createDenied(servers: string, path: string): Promise<void>
  /** Every job of a written 2.x plan makes a checkpoint every `everyMs` from now on. */
  startLoad(plan: ClusterPlan, everyMs: number): Promise<void>
  takeLoadFigures(): Promise<LoadFigures>
  stopLoad(): Promise<void>
  close(): Promise<void>
}

/** A process that plays the JobManagers of many clusters in ZooKeeper. */
export function startClusterWriter(): ClusterWriter {
  const child = startChild('cluster-writer.ts')
  return {
    writeTree: (servers, { id, nodes }) => child.ask('writeTree', { servers, id, nodes } satisfies TreeRequest),
    write: (servers, operations) => child.ask('write', { servers, operations } satisfies OperationsRequest),
    createDenied: (servers, path) => child.ask('createDenied', { servers, path }),
    startLoad: (plan, everyMs) => child.ask('startLoad', toLoadRequest(plan, everyMs)),
    takeLoadFigures: () => child.ask('takeLoadFigures'),
    stopLoad: () => child.ask('stopLoad'),
    close: () => child.close(),
  }
}

const checkpointPath = /\/jobs\/([0-9a-f]{32})\/checkpoints\/(\d+)$/
const lockPath = /\/jobs\/([0-9a-f]{32})\/checkpoints\/\d+\/locks\/([^/]+)$/

function toLoadRequest(plan: ClusterPlan, everyMs: number): ClusterWriteRequest {
  const locks = new Map(
    plan.nodes.flatMap(({ path }) => {
      const found = lockPath.exec(path)
      return found ? [[found[1] ?? '', found[2] ?? ''] as const] : []
    }),
  )
  const pointers = plan.nodes.flatMap(({ path, data }) => {
    const found = checkpointPath.exec(path)
    const handle = found ? decodeStateHandle(data) : null
    return found && handle?.kind === 'file' ? [{ jobId: found[1] ?? '', checkpoint: Number(found[2]), data, uri: handle.uri }] : []
  })
  const [first] = pointers
  if (!first) throw new Error('The plan has no checkpoint')
  const template = toFile(first.uri)
  return {
    id: plan.id,
    root: `${plan.pathRoot}/default`,
    everyMs,
    jobs: pointers.map(({ jobId, checkpoint, uri }) => ({ jobId, checkpoint, lock: locks.get(jobId) ?? '', file: toFile(uri) })),
    pointer: first.data,
    pointerUri: first.uri,
    template: `${plan.folder}/.${plan.files.find(({ path }) => path === template)?.bytes ?? 0}`,
    storageFolder: dirname(template),
  }
}

function toFile(uri: string): string {
  return uri.slice('file:'.length)
}
