import 'server-only'
import { trimSlashes } from '@/lib/flink/configuration/znode-root'
import { locateFolder, type StorageLocation } from './locate'
import { StorageUnlisted, type StorageBackend, type StorageEntry, type StorageReader } from './storage-backend'

export interface StoredFile {
  /** As its backend names it. */
  path: string
  kind: 'job-graph' | 'execution-plan' | 'application' | 'checkpoint'
  bytes: number
  modifiedAt: number
}

export interface StorageListing {
  /** Files that mean something only through a pointer. */
  files: StoredFile[]
  /** Ids of jobs with a stored result; dirty: their clean-up is not finished (`JOBID_DIRTY.json`). */
  jobResults: { dirty: string[]; clean: string[] }
  /** There are more names than the limit: the rest was not listed. */
  isCut: boolean
  at: number
}

const mostNames = 20_000
const mostFiles = 2_000
/** File name of a job result, with the job id as 32 hex digits (JobResultStore, from 1.15). */
const result = /^([0-9a-f]{32})(_DIRTY)?\.json$/

/** Prefixes of FileSystemStateStorageHelper; the rest of the name is random. */
const prefixes: readonly (readonly [string, StoredFile['kind']])[] = [
  ['submittedJobGraph', 'job-graph'],
  ['submittedExecutionPlan', 'execution-plan'],
  ['submittedApplication', 'application'],
  ['completedCheckpoint', 'checkpoint'],
]

export interface ListOptions {
  limits?: { names: number; files: number }
  backends?: readonly StorageBackend[]
}

/**
 * What lies in a cluster's part of the storage directory: `<storageDir>/<clusterId>/` from 1.10 on, the directory itself before
 * (and both are looked at, as an upgrade leaves files behind). Names, lengths and times only, bounded.
 * @param isNamed whether a pointer names this path: such files are looked at elsewhere, and are not in the listing
 * @throws StorageUnlisted with a sentence when it cannot be listed from here
 */
export async function listStorage(
  storageDir: string,
  clusterId: string,
  isNamed: (path: string) => boolean = () => false,
  { limits = { names: mostNames, files: mostFiles }, backends }: ListOptions = {},
): Promise<StorageListing> {
  const { backend, path: root } = getRoot(storageDir, backends)
  const cluster = trimSlashes(clusterId)
  if (cluster.split('/').some((part) => part === '..'))
    throw new StorageUnlisted(`the cluster id ${cluster.slice(0, 100)} climbs out of the storage directory`)
  const folder = backend.join(root, cluster)
  const own = await backend.list(folder, limits.names)
  const shared = cluster === '' ? null : await backend.list(root, limits.names)
  if (!own && !shared) throw new StorageUnlisted(backend.explainAbsence(root))
  const results = await backend.list(backend.join(backend.join(root, 'job-result-store'), cluster), limits.names)
  const candidates = [...toCandidates(backend, folder, own?.entries), ...toCandidates(backend, root, shared?.entries)].filter(
    ({ path }) => !isNamed(path),
  )
  const files = await Promise.all(candidates.slice(0, limits.files).map((candidate) => findFile(backend, candidate)))
  return {
    files: files.filter((file) => file !== null),
    jobResults: toJobResults(results?.entries.map(({ name }) => name) ?? []),
    isCut: candidates.length > limits.files || [own, shared, results].some((each) => each?.isCut),
    at: Date.now(),
  }
}

/** The folders in which a cluster's metadata files lie: its own from 1.10 on, and the storage directory itself. null: not readable from here. */
function findFolders(storageDir: string, clusterId: string): { backend: StorageReader; folders: string[]; results: string } | null {
  const location = locateFolder(storageDir)
  const cluster = trimSlashes(clusterId)
  if (!location.ok || cluster.split('/').includes('..')) return null
  const { backend, path: root } = location.value
  return {
    backend,
    folders: [...new Set([backend.join(root, cluster), root])],
    results: backend.join(backend.join(root, 'job-result-store'), cluster),
  }
}

/**
 * Whether this path is one that Flink gives a file of recovery metadata of this cluster: a pointer may name anything.
 * @param isInRoot the cluster's files may lie in the storage directory itself, beside those of other clusters
 */
export function isMetadataPath(
  path: string,
  storageDir: string,
  { clusterId, isInRoot }: { clusterId: string; isInRoot: boolean },
): boolean {
  const found = findFolders(storageDir, clusterId)
  const name = path.slice(path.lastIndexOf('/') + 1)
  return (
    found !== null &&
    prefixes.some(([prefix]) => name.startsWith(prefix)) &&
    found.folders.slice(0, isInRoot ? undefined : 1).some((each) => found.backend.join(each, name) === path)
  )
}

/** Where a job's stored result may be; whether there is one is not looked at. */
export function toJobResultPaths(storageDir: string, clusterId: string, jobId: string): string[] {
  const found = findFolders(storageDir, clusterId)
  return found ? [`${jobId}_DIRTY.json`, `${jobId}.json`].map((name) => found.backend.join(found.results, name)) : []
}

/**
 * Files that no pointer names. A young one may stand just before its pointer is written: they are left out.
 * @param named paths that pointers of any cluster with this storage directory name
 */
export function deriveOrphans(listing: StorageListing, named: ReadonlySet<string>, leastAgeMs = 60_000): StoredFile[] {
  return listing.files.filter((file) => !named.has(file.path) && listing.at - file.modifiedAt >= leastAgeMs)
}

function getRoot(storageDir: string, backends?: readonly StorageBackend[]): StorageLocation {
  const location = locateFolder(storageDir, backends)
  if (!location.ok) throw new StorageUnlisted(`the storage directory ${location.reason}`)
  return location.value
}

interface Candidate extends Pick<StoredFile, 'path' | 'kind'>, Pick<StorageEntry, 'thing'> {}

function toCandidates(backend: StorageReader, folder: string, entries: readonly StorageEntry[] = []): Candidate[] {
  return entries.flatMap(({ name, thing }) => {
    const kind = prefixes.find(([prefix]) => name.startsWith(prefix))?.[1]
    return kind ? [{ path: backend.join(folder, name), kind, thing }] : []
  })
}

/** null: gone meanwhile. */
async function findFile(backend: StorageReader, { path, kind, thing }: Candidate): Promise<StoredFile | null> {
  const found = thing ?? (await backend.find(path))
  return found?.kind === 'file' ? { path, kind, bytes: found.bytes, modifiedAt: Math.round(found.modifiedAt) } : null
}

function toJobResults(names: readonly string[]): StorageListing['jobResults'] {
  const found = names.flatMap((name) => {
    const [, jobId, dirty] = result.exec(name) ?? []
    return jobId ? [{ jobId, isDirty: dirty !== undefined }] : []
  })
  return {
    dirty: found.filter(({ isDirty }) => isDirty).map(({ jobId }) => jobId),
    clean: found.filter(({ isDirty }) => !isDirty).map(({ jobId }) => jobId),
  }
}
