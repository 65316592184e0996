import 'server-only'
import type { DanglingItem } from '@/lib/model/dangling/decide-removal'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { BackupError, type Backup } from './backup-file'
import type { FreshTree } from './read-world'

const mostFileBytes = 64 * 1024 * 1024
const mostBytes = 256 * 1024 * 1024

/** Everything of these items, as it is now: znodes with data and ACLs, files with their bytes. @throws BackupError */
export async function collectBackup(
  items: readonly DanglingItem[],
  { place, tree, clusterId }: { place: ElectionPlace; tree: FreshTree; clusterId: string },
): Promise<Backup> {
  const roots = items.filter(({ kind }) => kind !== 'file').map(({ path }) => path)
  const nodes = [...tree.nodes.values()].filter(({ path }) => roots.some((root) => path === root || path.startsWith(`${root}/`)))
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
  for (const { path } of items.filter(({ kind }) => kind === 'file')) {
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

/** What is in a back-up, one line for each thing. */
export function toContent({ znodes, files }: Pick<Backup, 'znodes' | 'files'>): string[] {
  return [...znodes.map(({ path }) => `znode ${path}`), ...files.map(({ path }) => `file ${path}`)]
}
