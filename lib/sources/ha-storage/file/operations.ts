import 'server-only'
import { createReadStream } from 'node:fs'
import { lstat, open, rm } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { findSystemCode } from '@/lib/base/errors'
import type { StorageOperations } from '../storage-backend'
import { restoreLocalFile } from './restore-file'

export const fileOperations: StorageOperations = {
  probe,
  async stat(path) {
    const stats = await lstat(path)
    return { isFile: stats.isFile(), bytes: stats.size, mode: stats.mode & 0o777 }
  },
  read: (path, most) => buffer(createReadStream(path, { end: most - 1 })),
  remove: (path) => rm(path),
  restore: restoreLocalFile,
}

async function probe(path: string): ReturnType<StorageOperations['probe']> {
  try {
    const stats = await lstat(path)
    if (!stats.isFile()) return { state: 'unchecked', modifiedAt: null }
    await (await open(path, 'r')).close()
    return { state: 'present', modifiedAt: stats.mtimeMs }
  } catch (error) {
    const code = findSystemCode(error)
    // Only a folder that is there proves that the file in it is not.
    if (code === 'ENOENT')
      return { state: (await isFolder(path.slice(0, path.lastIndexOf('/')))) ? 'missing' : 'unchecked', modifiedAt: null }
    return { state: 'unchecked', modifiedAt: null }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}
