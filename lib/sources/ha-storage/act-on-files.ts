import 'server-only'
import { findBackend, storageBackends } from './backend-table'
import { locateFolder } from './locate'
import type { Restored, StorageOperations, WholeFile } from './storage-backend'

/** What looks at, reads and removes this one file; null: its path is of no storage that can be read. */
export function findStorageOperations(path: string): StorageOperations | null {
  const scheme = path.startsWith('/') ? 'file' : (/^([A-Za-z][A-Za-z0-9+.-]{0,30}):/.exec(path)?.[1]?.toLowerCase() ?? null)
  return scheme === null ? null : (findBackend(scheme, storageBackends)?.operations ?? null)
}

/** @param storageDir as configured: files are written nowhere but below it */
export async function restoreFile(file: WholeFile, storageDir: string | null): Promise<Restored> {
  const root = storageDir === null ? null : locateFolder(storageDir)
  const operations = findStorageOperations(file.path)
  if (!operations) return { result: 'kept', why: 'no storage that can be written from here holds it' }
  const isSame = root?.ok === true && findStorageOperations(root.value.path) === operations
  return operations.restore(file, isSame ? root.value.path : null)
}
