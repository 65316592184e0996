import 'server-only'
import { constants } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import { makeProblem, type LineProblem } from '@/lib/flink/configuration/problem'

/** One file of the folder as found. `text` keeps a byte order mark and all line ends. */
export interface FolderFile {
  name: string
  state: 'present' | 'missing' | 'unreadable'
  text: string | null
  bytes: number | null
  /** Epoch ms. */
  modifiedAt: number | null
  problem: LineProblem | null
}

/**
 * Reads at most `maxBytes` of a text file. Whatever stands there (a folder, a pipe, nothing, no rights) is said in the
 * answer; never throws. A symbolic link is followed.
 */
export async function readFolderFile(path: string, name: string, maxBytes: number): Promise<FolderFile> {
  try {
    // Without O_NONBLOCK opening a named pipe waits for a writer, for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return await readOpened(file, name, maxBytes)
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = toErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ...noFile(name), problem: (await isLink(path)) ? leadsNowhere(name) : null }
    return { ...noFile(name), state: 'unreadable', problem: unreadable(name, code) }
  }
}

export function noFile(name: string): FolderFile {
  return { name, state: 'missing', text: null, bytes: null, modifiedAt: null, problem: null }
}

async function readOpened(file: FileHandle, name: string, maxBytes: number): Promise<FolderFile> {
  const stat = await file.stat()
  const about = { name, bytes: stat.size, modifiedAt: stat.mtimeMs }
  if (!stat.isFile()) return { ...about, state: 'unreadable', text: null, problem: notAFile(name, stat.isDirectory()) }
  const { bytes, isCut } = await readBytes(file, stat.size, maxBytes)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { ...about, state: 'present', text, problem: isCut ? tooLarge(name, maxBytes) : null }
}

/** The size is a hint only: the file may grow while it is read. Room for the largest would be megabytes for each of a few hundred bytes. */
async function readBytes(file: FileHandle, size: number, maxBytes: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  let buffer = Buffer.alloc(Math.min(size, maxBytes) + 1)
  let length = 0
  while (length <= maxBytes) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2 + 4096, maxBytes + 1))
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return { bytes: buffer.subarray(0, Math.min(length, maxBytes)), isCut: length > maxBytes }
}

function isLink(path: string): Promise<boolean> {
  return lstat(path).then((found) => found.isSymbolicLink(), () => false)
}

function toErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

function unreadable(name: string, code: string): LineProblem {
  const rights = code === 'EACCES' || code === 'EPERM'
  return makeProblem('unreadable', 'error', {}, rights ? `${name} must not be read by this program's user.` : `${name} cannot be read (${code}).`, rights ? 'Give this user the right to read the file and the folders above it.' : 'Check the file and its file system.')
}

function leadsNowhere(name: string): LineProblem {
  return makeProblem('unreadable', 'warning', {}, `${name} is a symbolic link that leads nowhere.`, 'Point the link at a file that is there, or remove it.')
}

function notAFile(name: string, isDirectory: boolean): LineProblem {
  return makeProblem('not-a-file', 'error', {}, `${name} is ${isDirectory ? 'a folder' : 'no regular file'}.`, `Put a text file in its place.`)
}

function tooLarge(name: string, maxBytes: number): LineProblem {
  return makeProblem('too-large', 'error', {}, `${name} is larger than ${Math.round(maxBytes / 1024 / 1024)} MB; the rest of it was not read here.`, 'Check that this is the right file.')
}
