import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'
import type { PathReading } from '@/lib/flink/serialization/path-uri'

/** What lies at a path, by its metadata alone. */
export interface StoredThing {
  kind: 'file' | 'folder' | 'link' | 'other'
  bytes: number
  /** Epoch ms. */
  modifiedAt: number
}

/** `missing` only where it is proven: what should hold the file was looked at, and it is not in there. `detail` is a sentence. */
export type StorageLook = { state: 'there'; thing: StoredThing } | { state: 'missing' | 'unreadable' | 'unchecked'; detail: string }

export interface StorageEntry {
  name: string
  /** null: this listing tells names only, `find` tells the rest. */
  thing: StoredThing | null
}

/** Tells when one of the followed files was made, changed or removed. */
export interface ChangeWatch {
  follow(path: string): void
  /** As often as it was followed. */
  unfollow(path: string): void
  /** The followed files are complete for now. */
  update(): void
  /** False: changes may pass unseen. */
  isWatching(): boolean
  close(): void
}

/**
 * Reads one kind of storage. A path is how it names a file or folder for people and back-ups alike: a local path begins with a
 * slash, every other with its scheme.
 */
export interface StorageReader {
  /** Of the URIs it reads, in lower case. */
  schemes: readonly string[]
  /** The path of a file, or why it has none, as a clause that follows “the path”. */
  toFilePath(uri: string): PathReading<string>
  /** The same for a folder, without slash at the end. */
  toFolderPath(uri: string): PathReading<string>
  join(folder: string, name: string): string
  /**
   * Follows a link. Never rejects.
   * @param root the configured storage directory: only where that is there is a file missing. null: the file's own folder
   */
  look(path: string, root: string | null): Promise<StorageLook>
  /** `most` entries at the utmost; null: there is no such folder. @throws StorageUnlisted */
  list(folder: string, most: number): Promise<{ entries: StorageEntry[]; isCut: boolean } | null>
  /** The thing itself, following no link; null: gone, or it cannot be looked at. @throws StorageUnlisted when nothing answers */
  find(path: string): Promise<StoredThing | null>
  /** Why a folder that is not there cannot be listed from here. */
  explainAbsence(folder: string): string
  /** Where it can tell of changes; `null`: any of the files may have changed. */
  watch?(onTouched: (path: string | null) => void): ChangeWatch
}

/** A file as a back-up holds it. */
export interface WholeFile {
  path: string
  data: Buffer
  /** Permission bits; 0 where the storage has none. */
  mode: number
}

/** `kept`: not written, `why` follows a colon. */
export type Restored = { result: 'written' | 'there' } | { result: 'kept'; why: string }

/** What operations on orphaned metadata need besides; it follows no link. */
export interface StorageOperations {
  /** Opened too, so that one without the right to read it is not called present. Never rejects. */
  probe(path: string): Promise<{ state: 'present' | 'missing' | 'unreadable' | 'unchecked'; modifiedAt: number | null }>
  /** Rejects when it is not there or cannot be looked at. */
  stat(path: string): Promise<{ isFile: boolean; bytes: number; mode: number }>
  /** `most` bytes at the utmost. */
  read(path: string, most: number): Promise<Buffer>
  remove(path: string): Promise<void>
  /** Whole or not at all, never over another file, and nowhere but below `root`. */
  restore(file: WholeFile, root: string | null): Promise<Restored>
}

export interface StorageBackend extends StorageReader {
  operations: StorageOperations
}

export class StorageUnlisted extends UnderstudyError<'unlisted'> {
  static readonly kind = 'StorageUnlisted'

  constructor(message: string, options?: ErrorOptions) {
    super('unlisted', message, options)
  }
}
