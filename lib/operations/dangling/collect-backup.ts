import 'server-only'
import { isEphemeral, type ZnodeLike } from '@/lib/flink/layouts/znode'
import type { DanglingItem } from '@/lib/model/dangling/removal'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { BackupError, type Backup } from './backup-file'
import type { JobParts } from './job-parts'
import type { FreshTree } from './fresh-tree'

const mostFileBytes = 64 * 1024 * 1024
const mostBytes = 256 * 1024 * 1024

interface BackupSource {
  place: ElectionPlace
  tree: FreshTree
  clusterId: string
  /** Of each item of the kind `job`. */
  jobs?: ReadonlyMap<string, JobParts>
}

/**
 * Everything of these items, as it is now: znodes with data and ACLs, files with their bytes; without what a session holds, which ends with
 * it. @throws BackupError
 */
export async function collectBackup(
  items: readonly DanglingItem[],
  { place, tree, clusterId, jobs = new Map() }: BackupSource,
): Promise<Backup> {
  const nodes = findNodes(items, tree, jobs).filter((node) => !isEphemeral(node))
  const znodes = await Promise.all(
    nodes
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(async ({ path, data, stat }) => {
        if (data === null) throw new BackupError(`The data of ${path} cannot be read, so it cannot be backed up. Nothing was removed.`)
        const { acl } = await place.client.getAcl(`${place.root}/${path}`)
        return {
          path,
          data: Buffer.from(data).toString('base64'),
          version: stat.version,
          czxid: `0x${stat.czxid.toString(16)}`,
          acl: acl.map(({ permissions, scheme, id }) => ({ permissions, scheme, id })),
        }
      }),
  )
  const files: Backup['files'] = []
  let bytes = 0
  for (const path of findFiles(items, jobs)) {
    const storage = findStorageOperations(path)
    if (!storage) throw new BackupError(`${path} is in no storage that can be read from here. Nothing was removed.`)
    const stats = await storage.stat(path)
    bytes += stats.bytes
    if (!stats.isFile) throw new BackupError(`${path} is no plain file and is never touched.`)
    if (stats.bytes > mostFileBytes || bytes > mostBytes)
      throw new BackupError(
        `${path} is too large to be kept in a back-up of this console (64 MB a file, 256 MB together). Choose fewer, or move it away by hand. Nothing was removed.`,
      )
    files.push({ path, data: (await storage.read(path, mostFileBytes)).toString('base64'), mode: stats.mode })
  }
  return { format: 'understudy-dangling-backup-1', clusterId, znodeRoot: place.root, madeAt: new Date().toISOString(), znodes, files }
}

function findNodes(items: readonly DanglingItem[], { nodes }: FreshTree, jobs: ReadonlyMap<string, JobParts>): ZnodeLike[] {
  const roots = items.filter(({ kind }) => kind === 'znodes' || kind === 'pointer').map(({ path }) => path)
  const below = [...nodes.values()].filter(({ path }) => roots.some((root) => path === root || path.startsWith(`${root}/`)))
  return [...new Set([...below, ...items.flatMap(({ kind, path }) => (kind === 'job' ? (jobs.get(path)?.znodes ?? []) : []))])]
}

function findFiles(items: readonly DanglingItem[], jobs: ReadonlyMap<string, JobParts>): string[] {
  return items.flatMap(({ kind, path }) => (kind === 'file' ? [path] : kind === 'job' ? (jobs.get(path)?.files ?? []) : []))
}

/** What is in a back-up, one line for each thing. */
export function toContent({ znodes, files }: Pick<Backup, 'znodes' | 'files'>): string[] {
  return [...znodes.map(({ path }) => `znode ${path}`), ...files.map(({ path }) => `file ${path}`)]
}
