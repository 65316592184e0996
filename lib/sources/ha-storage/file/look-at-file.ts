import 'server-only'
import { dirname } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import { FileTimeoutError, type FileCalls } from '@/lib/files/file-calls'
import type { StorageLook } from '../storage-backend'

export type LookCalls = Pick<FileCalls, 'stat' | 'lstat'>

/** @param storageRoot only where it is on this host is a file that is not there missing; else the masters' file system is another */
export async function lookAtFile(path: string, storageRoot: string | null, calls: LookCalls): Promise<StorageLook> {
  try {
    return { state: 'there', thing: await calls.stat(path) }
  } catch (error) {
    if (FileTimeoutError.is(error)) return { state: 'unchecked', detail: `the storage directory does not answer: ${error.message}` }
    const code = toCode(error)
    if (isAbsence(error)) return explainMissing(path, storageRoot ?? dirname(path), calls)
    if (code === 'EACCES' || code === 'EPERM')
      return {
        state: 'unchecked',
        detail: `this console may not look at ${path} (${code}); run it as the user that runs Flink, or grant read rights`,
      }
    return { state: 'unreadable', detail: `${path} cannot be looked at (${code})` }
  }
}

/** Of a folder that is not there. */
export function explainNoFolder(folder: string): string {
  return `this console’s host does not have ${folder}`
}

async function explainMissing(path: string, root: string, calls: LookCalls): Promise<StorageLook> {
  const hasRoot = await calls.stat(root).then(
    ({ kind }) => kind === 'folder',
    (error: unknown) => (isAbsence(error) ? false : toCode(error)),
  )
  if (hasRoot === false)
    return { state: 'unchecked', detail: `${explainNoFolder(root)}: it can only be looked at where the JobManagers run` }
  if (hasRoot !== true) return { state: 'unchecked', detail: `${root} cannot be looked at from this console (${hasRoot})` }
  const dangles = await calls.lstat(path).then(
    ({ kind }) => kind === 'link',
    () => false,
  )
  return { state: 'missing', detail: dangles ? `${path} is a symbolic link to a file that is not there` : `${path} does not exist` }
}

function isAbsence(error: unknown): boolean {
  const code = toCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function toCode(error: unknown): string {
  if (FileTimeoutError.is(error)) return 'it does not answer'
  return findSystemCode(error) ?? 'unknown error'
}
