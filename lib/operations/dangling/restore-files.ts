import 'server-only'
import { constants } from 'node:fs'
import { link, lstat, open, readFile, realpath, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import type { Backup } from './backup-file'
import { nothingRestored, restoreEach, type Restoration, type RestoreContext } from './restoration'

type SavedFile = Backup['files'][number]

/**
 * Writes back the files that do not exist. Each exists whole or not at all, whenever the console dies: it is written under another name, is
 * on the disk, and only then gets its own name, which it never takes from another file.
 * @param storageRoot the cluster's storage directory on this machine: files are written nowhere else
 */
export async function restoreFiles(files: readonly SavedFile[], storageRoot: string | null, context: RestoreContext): Promise<Restoration> {
  const root = storageRoot === null ? null : await realpath(storageRoot).catch(() => null)
  return restoreEach(files, (file) => restoreFile(file, root), context)
}

async function restoreFile(file: SavedFile, root: string | null): Promise<Restoration> {
  const line = `file ${file.path}`
  const keep = (why: string): Restoration => ({ ...nothingRestored(), kept: [`${line}: ${why}.`] })
  const folder = await realpath(dirname(file.path)).catch(() => null)
  if (folder === null || root === null || (folder !== root && !folder.startsWith(`${root}/`)))
    return keep('its folder is not in this cluster’s storage directory on this machine')
  const path = join(folder, basename(file.path))
  const data = Buffer.from(file.data, 'base64')
  try {
    if (await isAnything(path))
      return (await holds(path, data)) ? { ...nothingRestored(), there: [line] } : keep('there is another one already')
    await writeWhole(path, data, file.mode)
    return { ...nothingRestored(), written: [line] }
  } catch (error) {
    const code = findSystemCode(error)
    return keep(code === 'EEXIST' ? 'there is another one already' : `it cannot be written (${code ?? 'unknown error'})`)
  }
}

/** Where a file is while it is not whole; such a file of a console that died is no loss. */
export function toPartPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.understudy-restore`)
}

async function writeWhole(path: string, data: Buffer, mode: number): Promise<void> {
  const part = toPartPath(path)
  await rm(part, { force: true })
  try {
    const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600)
    try {
      await handle.writeFile(data)
      // Not by open: there the process' umask removes rights.
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Unlike a rename, it fails where a file exists.
    await link(part, path)
  } finally {
    await rm(part, { force: true })
  }
  await syncFolder(dirname(path))
}

/** Puts the name on the disk as well; a file system that cannot sync folders has done what it can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => undefined)
  await handle.close()
}

async function isAnything(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

async function holds(path: string, data: Buffer): Promise<boolean> {
  const stats = await lstat(path)
  return stats.isFile() && stats.size === data.length && data.equals(await readFile(path))
}
