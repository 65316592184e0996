import 'server-only'
import { findSystemCode, UnderstudyError } from '@/lib/base/errors'
import { join } from 'node:path'
import { trimSlashes } from '@/lib/flink/configuration/znode-root'
import { toLocalPath } from '@/lib/flink/serialization/path-uri'
import { FileTimeoutError } from '@/lib/files/file-calls'
import { storageCalls } from '@/lib/files/looker'

export interface StoredFile {
  /** Local path. */
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

export class StorageUnlisted extends UnderstudyError<'unlisted'> {
  static readonly kind = 'StorageUnlisted'

  constructor(message: string, options?: ErrorOptions) {
    super('unlisted', message, options)
  }
}

const MOST_NAMES = 20_000
const MOST_FILES = 2_000
/** File name of a job result, with the job id as 32 hex digits (JobResultStore, from 1.15). */
const RESULT = /^([0-9a-f]{32})(_DIRTY)?\.json$/

/** Prefixes of FileSystemStateStorageHelper; the rest of the name is random. */
const PREFIXES: readonly (readonly [string, StoredFile['kind']])[] = [
  ['submittedJobGraph', 'job-graph'],
  ['submittedExecutionPlan', 'execution-plan'],
  ['submittedApplication', 'application'],
  ['completedCheckpoint', 'checkpoint'],
]

/**
 * Content of a cluster's part of the storage directory: `<storageDir>/<clusterId>/` from 1.10 on, the directory itself before
 * (both are listed, as an upgrade leaves files behind). Names, lengths and times only, bounded.
 * @param isNamed whether a pointer names this local path: such files are checked elsewhere, and are not in the listing
 * @throws StorageUnlisted with a sentence when it cannot be listed from here
 */
export async function listStorage(
  storageDir: string,
  clusterId: string,
  isNamed: (path: string) => boolean = () => false,
  limits: { names: number; files: number } = { names: MOST_NAMES, files: MOST_FILES },
): Promise<StorageListing> {
  const root = getLocalRoot(storageDir)
  const cluster = trimSlashes(clusterId)
  if (cluster.split('/').some((part) => part === '..'))
    throw new StorageUnlisted(`the cluster id ${cluster.slice(0, 100)} climbs out of the storage directory`)
  const own = await list(join(root, cluster), limits.names)
  const shared = cluster === '' ? null : await list(root, limits.names)
  if (!own && !shared) throw new StorageUnlisted(`this console’s host does not have ${root}`)
  const results = await list(join(root, 'job-result-store', cluster), limits.names)
  const candidates = [...toCandidates(join(root, cluster), own?.names), ...toCandidates(root, shared?.names)].filter(
    ({ path }) => !isNamed(path),
  )
  const files = await Promise.all(candidates.slice(0, limits.files).map(findFile))
  return {
    files: files.filter((file) => file !== null),
    jobResults: toJobResults(results?.names ?? []),
    isCut: candidates.length > limits.files || [own, shared, results].some((each) => each?.isCut),
    at: Date.now(),
  }
}

/**
 * Files that no pointer names. A young one may exist just before its pointer is written, so young ones are left out.
 * @param named local paths that pointers of any cluster with this storage directory name
 */
export function deriveOrphans(listing: StorageListing, named: ReadonlySet<string>, leastAgeMs = 60_000): StoredFile[] {
  return listing.files.filter((file) => !named.has(file.path) && listing.at - file.modifiedAt >= leastAgeMs)
}

/** @throws StorageUnlisted for other schemes and hosts */
export function getLocalRoot(storageDir: string): string {
  const local = toLocalPath(storageDir.startsWith('/') ? `file:${encodeURI(storageDir)}` : storageDir)
  if (!local.ok) throw new StorageUnlisted(`the storage directory ${local.reason}`)
  return `/${trimSlashes(local.value)}`
}

async function list(folder: string, most: number): Promise<{ names: string[]; isCut: boolean } | null> {
  try {
    return await storageCalls.list(folder, most)
  } catch (error) {
    const code = findSystemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new StorageUnlisted(FileTimeoutError.is(error) ? error.message : `${folder} cannot be listed (${code ?? 'unknown error'})`, {
      cause: error,
    })
  }
}

function toCandidates(folder: string, names: readonly string[] = []): { path: string; kind: StoredFile['kind'] }[] {
  return names.flatMap((name) => {
    const kind = PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1]
    return kind ? [{ path: join(folder, name), kind }] : []
  })
}

/** null: removed meanwhile. */
async function findFile({ path, kind }: { path: string; kind: StoredFile['kind'] }): Promise<StoredFile | null> {
  try {
    const found = await storageCalls.lstat(path)
    return found.kind === 'file' ? { path, kind, bytes: found.bytes, modifiedAt: Math.round(found.modifiedAt) } : null
  } catch (error) {
    if (FileTimeoutError.is(error)) throw new StorageUnlisted(error.message, { cause: error })
    return null
  }
}

function toJobResults(names: readonly string[]): StorageListing['jobResults'] {
  const found = names.flatMap((name) => {
    const [, jobId, dirty] = RESULT.exec(name) ?? []
    return jobId ? [{ jobId, isDirty: dirty !== undefined }] : []
  })
  return {
    dirty: found.filter(({ isDirty }) => isDirty).map(({ jobId }) => jobId),
    clean: found.filter(({ isDirty }) => !isDirty).map(({ jobId }) => jobId),
  }
}
