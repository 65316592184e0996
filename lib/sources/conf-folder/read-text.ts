import 'server-only'
import { findSystemCode } from '@/lib/base/errors'
import { orNull, FileTimeoutError, type FileCalls } from '@/lib/files/file-calls'
import { confCalls } from '@/lib/files/looker'
import { makeProblem, type LineProblem } from '@/lib/flink/configuration/problem'

/** One file of the folder. `text` keeps a byte order mark and all line ends. */
export interface FolderFile {
  name: string
  state: 'present' | 'missing' | 'unreadable'
  text: string | null
  bytes: number | null
  /** Epoch ms. */
  modifiedAt: number | null
  problem: LineProblem | null
  /** Its file system does not answer: the file may well exist. */
  isHanging?: boolean
}

/**
 * Reads at most `maxBytes` of a text file. Anything else (a folder, a pipe, no file, no permission) is a state of the result; never throws.
 * A symbolic link is followed.
 */
export async function readFolderFile(path: string, name: string, maxBytes: number, calls: FileCalls = confCalls): Promise<FolderFile> {
  try {
    const { kind, bytes, modifiedAt, text, isCut } = await calls.read(path, maxBytes)
    const about = { name, bytes, modifiedAt, text }
    if (text === null) return { ...about, state: 'unreadable', problem: notAFile(name, kind === 'folder') }
    return { ...about, state: 'present', problem: isCut ? tooLarge(name, maxBytes) : null }
  } catch (error) {
    if (FileTimeoutError.is(error)) return hangingFile(name)
    const code = findSystemCode(error) ?? 'unknown'
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return { ...noFile(name), problem: (await isLink(path, calls)) ? leadsNowhere(name) : null }
    return { ...noFile(name), state: 'unreadable', problem: unreadable(name, code) }
  }
}

export function hangingFile(name: string): FolderFile {
  const problem = makeProblem(
    'unreadable',
    'error',
    {},
    `${name} cannot be read: its file system does not answer.`,
    'Look at the mount; the file is tried again every few seconds.',
  )
  return { ...noFile(name), state: 'unreadable', isHanging: true, problem }
}

export function noFile(name: string): FolderFile {
  return { name, state: 'missing', text: null, bytes: null, modifiedAt: null, problem: null }
}

async function isLink(path: string, calls: FileCalls): Promise<boolean> {
  return (await orNull(calls.lstat(path)))?.kind === 'link'
}

function unreadable(name: string, code: string): LineProblem {
  const rights = code === 'EACCES' || code === 'EPERM'
  return makeProblem(
    'unreadable',
    'error',
    {},
    rights ? `${name} must not be read by this program's user.` : `${name} cannot be read (${code}).`,
    rights ? 'Give this user the right to read the file and the folders above it.' : 'Check the file and its file system.',
  )
}

function leadsNowhere(name: string): LineProblem {
  return makeProblem(
    'unreadable',
    'warning',
    {},
    `${name} is a symbolic link that leads nowhere.`,
    'Point the link at a file that is there, or remove it.',
  )
}

function notAFile(name: string, isDirectory: boolean): LineProblem {
  return makeProblem(
    'not-a-file',
    'error',
    {},
    `${name} is ${isDirectory ? 'a folder' : 'no regular file'}.`,
    `Put a text file in its place.`,
  )
}

function tooLarge(name: string, maxBytes: number): LineProblem {
  return makeProblem(
    'too-large',
    'error',
    {},
    `${name} is larger than ${Math.round(maxBytes / 1024 / 1024)} MB; the rest of it was not read here.`,
    'Check that this is the right file.',
  )
}
