import 'server-only'
import { compileLayouts } from '@/lib/flink/layouts/compiled-layouts'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import { findLayoutTable } from '@/lib/flink/layouts/layout-tables'
import { toSegments } from '@/lib/flink/layouts/path-matcher'
import type { HaTree, PointerNode } from '@/lib/flink/layouts/types'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import type { DanglingWorld } from '@/lib/model/dangling/removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import { checkTarget } from '@/lib/sources/ha-storage/check-target'
import { isMetadataPath, toJobResultPaths } from '@/lib/sources/ha-storage/list-storage'
import { findFilePath, locateFolder } from '@/lib/sources/ha-storage/locate'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import type { FreshTree } from './fresh-tree'

/** All recovery metadata of one job. */
export interface JobParts {
  /** In every store, of every version that wrote here, with the locks. */
  znodes: readonly ZnodeLike[]
  /** Files to back up and remove: named by the job's pointers alone and readable from here, and its stored results. */
  files: readonly string[]
  /** What its pointers name beside that: it stays. */
  filesLeft: readonly string[]
  /** The file of its graph. */
  graphTarget: DanglingWorld['target']
}

/** The job's parts in a new reading. A stored result is only touched while no JobManager takes part: the leader cleans up by it. */
export async function readJobParts(jobId: string, tree: FreshTree, place: ElectionPlace, snapshot: ClusterSnapshot): Promise<JobParts> {
  const decoded = decodeHaTree(tree.nodes, { names: place.names })
  const all = toPointers(decoded)
  const own = all.filter(({ path }) => isOfJob(path, jobId))
  const others = all.filter(({ path }) => !isOfJob(path, jobId))
  const areOthersKnown = tree.isWhole && others.every(({ handle }) => handle.kind !== 'unknown')
  const otherFiles = new Set(toFiles(others).map(({ path }) => path))
  const named = [...new Set(toFiles(own).map(({ path, uri }) => path ?? uri))]
  const { storageDir } = snapshot.recovery
  const { clusterId } = snapshot.cluster
  const names = { clusterId: clusterId ?? '', isInRoot: findLayoutTable(decoded.era)?.storesInRoot ?? false }
  const mayRemove = (path: string) =>
    areOthersKnown && !otherFiles.has(path) && storageDir !== null && isMetadataPath(path, storageDir, names)
  const looked = await Promise.all(named.map(async (path) => ({ path, state: await probe(path) })))
  const files = looked.filter(({ path, state }) => state === 'present' && mayRemove(path)).map(({ path }) => path)
  const isContended = decoded.contenders.length > 0 || decoded.leader !== null
  const results = isContended || storageDir === null ? [] : await findPresent(toJobResultPaths(storageDir, clusterId ?? '', jobId))
  return {
    znodes: [...tree.nodes.values()].filter(({ path }) => isOfJob(path, jobId)),
    files: [...files, ...results],
    filesLeft: looked.filter(({ path, state }) => state !== 'missing' && !files.includes(path)).map(({ path }) => path),
    graphTarget: await checkGraph(decoded, jobId, storageDir, all),
  }
}

/** Whether a path belongs to a job: its id is one of the names, in whatever version's store. */
function isOfJob(path: string, jobId: string): boolean {
  return toSegments(path).some((name) => name === jobId || name === `job-${jobId}`)
}

export function toPointers({ jobs, applications }: HaTree): PointerNode[] {
  return jobs
    .flatMap((job) => [...(job.graph ? [job.graph] : []), ...job.checkpoints.map(({ pointer }) => pointer)])
    .concat(applications.map(({ pointer }) => pointer))
}

function toFiles(pointers: readonly PointerNode[]): { uri: string; path: string | null }[] {
  return pointers.flatMap(({ handle }) => (handle.kind === 'file' ? [{ uri: handle.uri, path: findFilePath(handle.uri) }] : []))
}

async function probe(path: string): Promise<DanglingWorld['target']> {
  return (await findStorageOperations(path)?.probe(path))?.state ?? 'unchecked'
}

async function findPresent(paths: readonly string[]): Promise<string[]> {
  const looked = await Promise.all(paths.map(async (path) => ((await probe(path)) === 'present' ? [path] : [])))
  return looked.flat()
}

async function checkGraph(
  decoded: HaTree,
  jobId: string,
  storageDir: string | null,
  all: readonly PointerNode[],
): Promise<DanglingWorld['target']> {
  const graph = decoded.jobs.find((job) => job.jobId === jobId)?.graph
  return graph ? checkPointer(graph, storageDir, all) : 'unchecked'
}

/**
 * The state of a pointer's file. `unreadable`: it is shorter than the pointer says, so that its reader fails; a longer one can still be
 * read, and what only this console may not open proves nothing.
 * @param all every pointer of the cluster
 */
export async function checkPointer(
  { handle }: PointerNode,
  storageDir: string | null,
  all: readonly PointerNode[],
): Promise<DanglingWorld['target']> {
  if (handle.kind !== 'file') return handle.kind === 'inline' ? 'present' : 'unchecked'
  const root = storageDir === null ? null : locateFolder(storageDir)
  const { state, bytes } = await checkTarget(handle.uri, handle.bytes, { root: root?.ok ? root.value : null })
  if (state === 'missing') return checkMissing(findFilePath(handle.uri) ?? '', root?.ok ? root.value.path : null, all)
  if (state !== 'unreadable') return state
  return bytes !== null && handle.bytes !== null && bytes < handle.bytes ? 'unreadable' : 'unchecked'
}

/** More files than these are not looked for in the folder of a missing one. */
const mostWitnesses = 100

/**
 * A share that is not mounted here leaves an empty storage directory: the cluster's own folder in it has to be there, and in Flink before
 * 1.10, whose files lie in the storage directory itself, a file that another pointer names.
 */
async function checkMissing(path: string, root: string | null, all: readonly PointerNode[]): Promise<DanglingWorld['target']> {
  const state = await probe(path)
  const folder = toFolder(path)
  if (state !== 'missing' || (root !== null && folder !== (root.endsWith('/') ? root.slice(0, -1) : root))) return state
  const others = new Set(toFiles(all).flatMap((one) => (one.path !== null && toFolder(one.path) === folder ? [one.path] : [])))
  for (const other of [...others].slice(0, mostWitnesses)) if (other !== path && (await probe(other)) === 'present') return state
  return 'unchecked'
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** Whether a znode is a lock, in any version's layout. */
export function toLockFinder(names: ElectionPlace['names']): (znode: ZnodeLike) => boolean {
  const { eras } = compileLayouts(names)
  const locks = new Set(['graph-lock', 'checkpoint-lock', 'application-lock'])
  return ({ path, stat }) => stat.ephemeralOwner !== '0x0' && eras.some((era) => locks.has(era.match(toSegments(path))?.role.kind ?? ''))
}
