import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ZnodeLike, ZnodeTree } from '@/lib/flink/layouts/znode'

/**
 * Recordings of real clusters: ZooKeeper trees, storage directories and REST answers of six Flink versions, and some
 * special situations. Labels and their meaning: `README.md` beside this file.
 */
export type RecordedVersion = '1.0.3' | '1.2.1' | '1.12.5' | '1.14.6' | '1.20.1' | '2.3.0'
export type RecordedMoment =
  | '1.20.1-dangling-jobgraph' | '1.20.1-zk-outage' | '2.3.0-application' | '2.3.0-dangling-checkpoint'
export type RecordedFolder = RecordedVersion | RecordedMoment

export const recordedVersions: readonly RecordedVersion[] = ['1.0.3', '1.2.1', '1.12.5', '1.14.6', '1.20.1', '2.3.0']
export const recordedMoments: readonly RecordedMoment[] = [
  '1.20.1-dangling-jobgraph', '1.20.1-zk-outage', '2.3.0-application', '2.3.0-dangling-checkpoint',
]

const base = fileURLToPath(new URL('flink/', import.meta.url))

interface StoredNode {
  path: string
  /** base64 */
  data: string
  stat: {
    czxid: string; mzxid: string; pzxid: string; ctime: number; mtime: number; version: number; cversion: number
    ephemeralOwner: string; dataLength: number; numChildren: number
  }
}

interface StoredTree { version: string; label: string; unixMs: number; storageRoot: string; nodes: StoredNode[] }

export interface RecordedFile { path: string; size: number; mtimeMs: number; head64: string; text?: string }

export interface RecordedAnswer {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  body?: string
  /** Set when the recorder got no answer. */
  error?: string
}

/** A reading of the tree every 0.5 s after the leader was killed (`t` = 0). */
export interface RecordedStep { t: number; unixMs: number; tree: ZnodeTree; changed: boolean; storageFiles: string[] | null }

export interface RecordedFailover {
  killedPort: number
  survivorPort: number
  jobId: string
  steps: RecordedStep[]
  /** Changed answers only: `[status, note]`, or the client's error text. */
  rest: { t: number; answeredAfter: number; what: string; answer: [number, unknown] | string }[]
}

/** Flink 1.0 has no cluster-id level. */
export function recordedRoot(folder: RecordedFolder): string {
  return folder === '1.0.3' ? '/flink' : '/flink/default'
}

/** The labels recorded for a version, e.g. `03-running`, in order of time. */
export function recordedLabels(folder: RecordedFolder): string[] {
  return readdirSync(join(base, folder)).filter((name) => statSync(join(base, folder, name)).isDirectory() && name !== 'conf').sort()
}

export function loadRecordedTree(folder: RecordedFolder, label: string, root = recordedRoot(folder)): ZnodeTree {
  return toTree(loadJson<StoredTree>(folder, label, 'zk.json').nodes, root)
}

/** Every node of a recorded server, with its absolute path. */
export function loadRecordedNodes(folder: RecordedFolder, label: string): ZnodeLike[] {
  return [...toTree(loadJson<StoredTree>(folder, label, 'zk.json').nodes, '/').values()].map((node) => ({ ...node, path: `/${node.path}` }))
}

/** The folder that `path`s of `loadRecordedStorage` are relative to, as pointers name it. */
export function recordedStorageRoot(folder: RecordedFolder, label: string): string {
  return loadJson<StoredTree>(folder, label, 'zk.json').storageRoot
}

/** The files of the storage directory at that moment, without its folders. */
export function loadRecordedStorage(folder: RecordedFolder, label: string): RecordedFile[] {
  return loadJson<Partial<RecordedFile>[]>(folder, label, 'storage.json').filter((file): file is RecordedFile => file.size !== undefined)
}

/** Bytes of a recorded pointer's target; only of `03-running`. */
export function loadRecordedFile(folder: RecordedFolder, path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(base, folder, '03-running', 'files', path)))
}

export function recordedFiles(folder: RecordedFolder): string[] {
  const root = join(base, folder, '03-running', 'files')
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
}

/** Answers by web UI port, then by path (job ids in the paths are the recorded ones). */
export function loadRecordedRest(folder: RecordedFolder, label: string): Record<string, Record<string, RecordedAnswer>> {
  return loadJson(folder, `${label}.rest.json`)
}

/** Answers of the ZooKeeper server to four-letter words, while the job ran. */
export function loadRecordedWords(version: RecordedVersion): Record<string, string> {
  return loadJson(version, '03-running.4lw.json')
}

/** The steps of a failover; a step without changes shares the tree of the one before. */
export function recordedFailover(version: RecordedVersion, root = recordedRoot(version)): RecordedFailover {
  const stored = loadJson<Omit<RecordedFailover, 'steps'> & { steps: { t: number; unixMs: number; nodes?: StoredNode[]; storageFiles?: string[] }[] }>(version, 'failover.json')
  let tree: ZnodeTree = new Map()
  const steps = stored.steps.map((step): RecordedStep => {
    if (step.nodes) tree = shareNodes(tree, toTree(step.nodes, root))
    return { t: step.t, unixMs: step.unixMs, tree, changed: step.nodes !== undefined, storageFiles: step.storageFiles ?? null }
  })
  return { ...stored, steps }
}

export interface SyntheticPayload {
  name: string
  kind: 'leader' | 'handle'
  expect: { address?: string; sessionId?: string | null; kind?: string; stateSize?: number; path?: string; name?: string; bytes?: number }
  data: Uint8Array
}

/** Payloads written by Flink 1.20.1's own classes, with their contents. */
export function loadSyntheticPayloads(): SyntheticPayload[] {
  return loadJson<(Omit<SyntheticPayload, 'data'> & { data: string })[]>('synthetic', 'payloads.json')
    .map((payload) => ({ ...payload, data: toBytes(payload.data) }))
}

function loadJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(base, ...path), 'utf8')) as T
}

function toBytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

function toTree(nodes: StoredNode[], root: string): ZnodeTree {
  const prefix = root === '/' ? '/' : `${root}/`
  const tree = new Map<string, ZnodeLike>()
  for (const node of nodes) {
    const path = node.path === root ? '' : node.path.startsWith(prefix) ? node.path.slice(prefix.length) : null
    if (path === null) continue
    const { ctime, mtime, version, ephemeralOwner, numChildren } = node.stat
    const stat = { czxid: BigInt(node.stat.czxid), mzxid: BigInt(node.stat.mzxid), ctime, mtime, version, ephemeralOwner, numChildren }
    tree.set(path, { path, data: toBytes(node.data), stat })
  }
  return tree
}

/** Unchanged nodes stay the same objects, as the ZooKeeper source keeps them. */
function shareNodes(before: ZnodeTree, after: ZnodeTree): ZnodeTree {
  const shared = new Map<string, ZnodeLike>()
  for (const [path, node] of after) {
    const old = before.get(path)
    const same = old !== undefined && old.stat.czxid === node.stat.czxid && old.stat.mzxid === node.stat.mzxid
      && old.stat.numChildren === node.stat.numChildren && old.stat.ephemeralOwner === node.stat.ephemeralOwner
    shared.set(path, same ? old : node)
  }
  return shared
}
