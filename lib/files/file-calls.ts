import 'server-only'

/** Of the metadata what is asked for. */
export interface FileLook {
  kind: 'file' | 'folder' | 'link' | 'other'
  bytes: number
  /** Epoch ms. */
  modifiedAt: number
}

export interface FolderNames {
  names: string[]
  /** There are more. */
  isCut: boolean
}

/** Looks into the storage directory; each is answered or given up within a limit. Rejects with FileError or StorageHangs. */
export interface FileCalls {
  /** Follows symbolic links. */
  stat(path: string): Promise<FileLook>
  lstat(path: string): Promise<FileLook>
  /** `most` names at the utmost. */
  list(folder: string, most: number): Promise<FolderNames>
}

/** `code` is the system's: ENOENT, EACCES… */
export class FileError extends Error {
  override readonly name = 'FileError'

  constructor(readonly code: string, path: string) {
    super(`${path} (${code})`)
  }
}

/** A file system that does not answer, as a network share whose server is gone. */
export class StorageHangs extends Error {
  override readonly name = 'StorageHangs'
}
