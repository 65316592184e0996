import 'server-only'
import { toStoragePath, type PathReading } from '@/lib/flink/serialization/path-uri'
import { findBackend, storageBackends } from './backend-table'
import type { StorageReader } from './storage-backend'

/** A file or folder, and what reads it. */
export interface StorageLocation {
  backend: StorageReader
  path: string
}

/** `reason` follows “the path”; `foreign`: the scheme that no backend reads. */
export type LocationReading = { ok: true; value: StorageLocation } | { ok: false; reason: string; foreign: string | null }

/** Where a pointer's URI leads. */
export function locateFile(uri: string, backends: readonly StorageReader[] = storageBackends): LocationReading {
  return locate(uri, backends, (backend) => backend.toFilePath(uri))
}

/** A storage directory as configured: a URI, or a path of this machine. */
export function locateFolder(directory: string, backends: readonly StorageReader[] = storageBackends): LocationReading {
  const uri = directory.startsWith('/') ? `file:${encodeURI(directory)}` : directory
  return locate(uri, backends, (backend) => backend.toFolderPath(uri))
}

/** The path of a pointer's file, as listings name it; null: nothing reads it from here. */
export function findFilePath(uri: string): string | null {
  const location = locateFile(uri)
  return location.ok ? location.value.path : null
}

function locate(uri: string, backends: readonly StorageReader[], toPath: (backend: StorageReader) => PathReading<string>): LocationReading {
  const reading = toStoragePath(uri)
  if (!reading.ok) return { ok: false, reason: reading.reason, foreign: null }
  const { scheme } = reading.value
  if (scheme === null) return { ok: false, reason: 'names no scheme', foreign: null }
  const backend = findBackend(scheme, backends)
  if (!backend) return { ok: false, reason: `scheme ${scheme}: is not a local file`, foreign: scheme }
  const path = toPath(backend)
  return path.ok ? { ok: true, value: { backend, path: path.value } } : { ok: false, reason: path.reason, foreign: null }
}
