import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

/** The part of a file's metadata that is used. */
export interface FileLook {
  kind: 'file' | 'folder' | 'link' | 'other'
  bytes: number
  /** Epoch ms. */
  modifiedAt: number
  /** Device and inode identify a file: another one in its place has others. */
  device: number
  inode: number
}

export interface FileRead extends FileLook {
  /** As UTF-8, a byte order mark kept; null: it is no regular file, or cannot be read. */
  text: string | null
  /** Whether the file is longer. */
  isCut: boolean
}

export interface FolderNames {
  names: string[]
  /** Whether the folder has more names. */
  isCut: boolean
}

/**
 * Read-only calls for the storage directory and the conf folder; each answers or is given up within a limit. Rejects with FileError or
 * FileTimeoutError.
 */
export interface FileCalls {
  /** Follows symbolic links. */
  stat(path: string): Promise<FileLook>
  lstat(path: string): Promise<FileLook>
  /** Lists at most `most` names. */
  list(folder: string, most: number): Promise<FolderNames>
  /** Reads at most `most` bytes. Does not wait for a named pipe. */
  read(path: string, most: number): Promise<FileRead>
  /** The path with symbolic links resolved. */
  realpath(path: string): Promise<string>
}

/** `code` is the system's: ENOENT, EACCES… */
export class FileError extends UnderstudyError<string> {
  static readonly kind = 'FileError'

  constructor(code: string, path: string) {
    super(code, `${path} (${code})`)
  }
}

/** A file system does not answer, as a network share whose server is down. */
export class FileTimeoutError extends UnderstudyError<'hangs'> {
  static readonly kind = 'FileTimeoutError'

  constructor(message: string) {
    super('hangs', message, { retryable: true })
  }
}

/** null: it does not exist or cannot be read. A timeout is still thrown, because the file may exist. */
export function orNull<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (FileTimeoutError.is(error)) throw error
    return null
  })
}
