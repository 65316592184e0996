import 'server-only'
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '../fencing/read-election'
import { BackupError, type Backup } from './backup-file'
import type { RemovalReport } from './remove-items'

/**
 * Writes back what is not there: parents first, with data and rights. What is there already is left as it is, and said.
 * @param storageRoot the cluster's storage directory on this machine: files are written nowhere else
 */
export async function restoreBackup(backup: Backup, { place, storageRoot }: { place: ElectionPlace; storageRoot: string | null }): Promise<RemovalReport> {
  if (backup.znodeRoot !== place.root) throw new BackupError(`The back-up is of ${backup.znodeRoot}, and this cluster’s root is ${place.root}. Nothing was restored.`)
  const report: RemovalReport = { removed: [], kept: [] }
  const parentsFirst = [...backup.znodes].sort((a, b) => a.path.split('/').length - b.path.split('/').length)
  for (const znode of parentsFirst) await restoreZnode(place, znode, report)
  for (const file of backup.files) await restoreFile(file, storageRoot, report)
  return report
}

async function restoreZnode({ client, root }: ElectionPlace, { path, data, acl }: Backup['znodes'][number], report: RemovalReport): Promise<void> {
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) throw new BackupError(`${path.slice(0, 200)} is no path of a znode.`)
  const parent = path.includes('/') ? `${root}/${path.slice(0, path.lastIndexOf('/'))}` : root
  try {
    await makeParents(client, root, parent)
    await client.create(`${root}/${path}`, Buffer.from(data, 'base64'), { acl })
    report.removed.push(`znode ${path}`)
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error
    if (error.code === 'node-exists') report.kept.push(`znode ${path}: there is one already.`)
    else if (error.code === 'no-auth' || error.code === 'invalid-acl') report.kept.push(`znode ${path}: ZooKeeper does not allow this console to make it with the rights it had.`)
    else throw error
  }
}

async function makeParents(client: ElectionPlace['client'], root: string, parent: string): Promise<void> {
  if (parent.length <= root.length || (await client.exists(parent)) !== null) return
  await makeParents(client, root, parent.slice(0, parent.lastIndexOf('/')))
  await client.create(parent, Buffer.alloc(0)).catch((error: unknown) => {
    if (!(error instanceof ZooKeeperError && error.code === 'node-exists')) throw error
  })
}

async function restoreFile({ path, data, mode }: Backup['files'][number], storageRoot: string | null, report: RemovalReport): Promise<void> {
  const folder = await realpath(dirname(path)).catch(() => null)
  const root = storageRoot === null ? null : await realpath(storageRoot).catch(() => null)
  if (folder === null || root === null || (folder !== root && !folder.startsWith(`${root}/`))) {
    report.kept.push(`file ${path}: its folder is not in this cluster’s storage directory on this machine.`)
    return
  }
  try {
    // Never over a file that is there, and never through a link.
    const handle = await open(join(folder, basename(path)), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode)
    await handle.writeFile(Buffer.from(data, 'base64'))
    await handle.sync()
    await handle.close()
    report.removed.push(`file ${path}`)
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
    report.kept.push(`file ${path}: ${code === 'EEXIST' ? 'there is one already' : `it cannot be written (${code ?? 'unknown error'})`}.`)
  }
}
