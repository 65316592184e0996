import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

/** Of the metadata what is asked for. */
export interface FileLook {
  kind: 'file' | 'folder' | 'link' | 'other'
  bytes: number
  /** Epoch ms. */
  modifiedAt: number
  /** Which file of which file system: another one in its place has others. */
  device: number
  inode: number
}

export interface FileRead extends FileLook {
  /** As UTF-8, a byte order mark kept; null: it is no file, or what stands there cannot be read like one. */
  text: string | null
  /** There is more. */
  isCut: boolean
}

export interface FolderNames {
  names: string[]
  /** There are more. */
  isCut: boolean
}

/** Looks at what stands in the storage directory and the conf folder; each is answered or given up within a limit. Rejects with FileError or FileTimeoutError. */
export interface FileCalls {
  /** Follows symbolic links. */
  stat(path: string): Promise<FileLook>
  lstat(path: string): Promise<FileLook>
  /** `most` names at the utmost. */
  list(folder: string, most: number): Promise<FolderNames>
  /** `most` bytes at the utmost. A named pipe is not waited for. */
  read(path: string, most: number): Promise<FileRead>
  /** Where its links lead. */
  realpath(path: string): Promise<string>
}

/** `code` is the system's: ENOENT, EACCES… */
export class FileError extends UnderstudyError<string> {
  static readonly kind = 'FileError'

  constructor(code: string, path: string) {
    super(code, `${path} (${code})`)
  }
}

/** A file system that does not answer, as a network share whose server is gone. */
export class FileTimeoutError extends UnderstudyError<'hangs'> {
  static readonly kind = 'FileTimeoutError'

  constructor(message: string) {
    super('hangs', message, { retryable: true })
  }
}

/** null: it is not there or cannot be looked at. What hangs may well be there, and is still thrown. */
export function orNull<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (FileTimeoutError.is(error)) throw error
    return null
  })
}
