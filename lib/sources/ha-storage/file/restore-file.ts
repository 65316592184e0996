import 'server-only'
import { constants } from 'node:fs'
import { link, lstat, open, readFile, realpath, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import type { Restored, WholeFile } from '../storage-backend'

/**
 * Writes back a file that is not there. It is there whole or not at all, whenever the console dies: it is written under another
 * name, is on the disk, and only then gets its own, which it never takes from another file.
 */
export async function restoreLocalFile(file: WholeFile, storageRoot: string | null): Promise<Restored> {
  const root = storageRoot === null ? null : await realpath(storageRoot).catch(() => null)
  const folder = await realpath(dirname(file.path)).catch(() => null)
  if (folder === null || root === null || (folder !== root && !folder.startsWith(`${root}/`)))
    return keep('its folder is not in this cluster’s storage directory on this machine')
  const path = join(folder, basename(file.path))
  try {
    if (await isAnything(path)) return (await holds(path, file.data)) ? { result: 'there' } : keep('there is another one already')
    await writeWhole(path, file.data, file.mode)
    return { result: 'written' }
  } catch (error) {
    const code = findSystemCode(error)
    return keep(code === 'EEXIST' ? 'there is another one already' : `it cannot be written (${code ?? 'unknown error'})`)
  }
}

function keep(why: string): Restored {
  return { result: 'kept', why }
}

/** Where a file is while it is not whole; what a console that died has left there is no loss. */
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
      // Not by open: there the process' umask takes rights away.
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Unlike a rename it fails where something is.
    await link(part, path)
  } finally {
    await rm(part, { force: true })
  }
  await syncFolder(dirname(path))
}

/** So that the name is on the disk as well; a file system that cannot do that for folders has done what it can. */
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
