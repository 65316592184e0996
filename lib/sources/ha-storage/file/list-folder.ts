import 'server-only'
import { findSystemCode } from '@/lib/base/errors'
import { FileTimeoutError, type FileCalls } from '@/lib/files/file-calls'
import { StorageUnlisted, type StorageReader, type StoredThing } from '../storage-backend'

/** Names alone: of thousands only those that look like Flink's are looked at. */
export async function listFolder(folder: string, most: number, calls: Pick<FileCalls, 'list'>): ReturnType<StorageReader['list']> {
  try {
    const { names, isCut } = await calls.list(folder, most)
    return { entries: names.map((name) => ({ name, thing: null })), isCut }
  } catch (error) {
    const code = findSystemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new StorageUnlisted(FileTimeoutError.is(error) ? error.message : `${folder} cannot be listed (${code ?? 'unknown error'})`, {
      cause: error,
    })
  }
}

export async function findThing(path: string, calls: Pick<FileCalls, 'lstat'>): Promise<StoredThing | null> {
  try {
    return await calls.lstat(path)
  } catch (error) {
    if (FileTimeoutError.is(error)) throw new StorageUnlisted(error.message, { cause: error })
    return null
  }
}
