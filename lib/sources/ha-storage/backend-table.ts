import 'server-only'
import { fileBackend } from './file/backend'
import type { StorageBackend } from './storage-backend'

/** Every storage that can be read: another is a folder beside `file` and a line here. */
export const storageBackends: readonly StorageBackend[] = [fileBackend]

/** null: no backend reads URIs of this scheme. */
export function findBackend<B extends Pick<StorageBackend, 'schemes'>>(scheme: string, backends: readonly B[]): B | null {
  return backends.find(({ schemes }) => schemes.includes(scheme)) ?? null
}
