import 'server-only'
import { dirname } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import { toLocalPath, toStoragePath } from '@/lib/flink/serialization/path-uri'
import type { TargetFacts } from '@/lib/model/facts'
import { FileTimeoutError, type FileCalls, type FileLook } from '@/lib/files/file-calls'
import { storageCalls } from '@/lib/files/looker'

export interface CheckOptions {
  /**
   * The configured storage directory as a local path. Only where it exists on this host is a file that is not there
   * missing; else the masters' file system is simply another one. null: the file's own folder stands for it.
   */
  storageRoot: string | null
  calls?: Pick<FileCalls, 'stat' | 'lstat'>
  now?: () => number
}

/**
 * Whether the file a pointer names is there, by its metadata alone; nothing is read from it.
 * @param expectedBytes `stateSize` of the pointer: Flink writes the exact length (FileStateHandle)
 */
export async function checkTarget(uri: string, expectedBytes: number | null, options: CheckOptions): Promise<TargetFacts> {
  const { calls = storageCalls, now = Date.now } = options
  const local = toLocalPath(uri)
  if (!local.ok) return toUnchecked(explainForeign(uri, local.reason))
  const path = local.value
  try {
    return judgeFile(path, await calls.stat(path), expectedBytes, now())
  } catch (error) {
    if (FileTimeoutError.is(error)) return toUnchecked(`the storage directory does not answer: ${error.message}`)
    const code = toCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return explainAbsence(path, options.storageRoot, calls, now())
    if (code === 'EACCES' || code === 'EPERM')
      return toUnchecked(`this console may not look at ${path} (${code}); run it as the user that runs Flink, or grant read rights`)
    return { state: 'unreadable', bytes: null, checkedAt: now(), detail: `${path} cannot be looked at (${code})` }
  }
}

function judgeFile(path: string, { kind, bytes }: FileLook, expectedBytes: number | null, at: number): TargetFacts {
  const told = (state: TargetFacts['state'], detail: string): TargetFacts => ({ state, bytes, checkedAt: at, detail })
  if (kind === 'folder') return told('unreadable', `${path} is a directory, not a file`)
  if (kind !== 'file') return told('unreadable', `${path} is no regular file`)
  if (expectedBytes !== null && bytes !== expectedBytes) {
    return told('unreadable', `${path} has ${bytes} bytes, the pointer says ${expectedBytes}: it was cut or overwritten`)
  }
  return told(
    'present',
    expectedBytes === null ? `${path} is there with ${bytes} bytes` : `${path} is there with the ${bytes} bytes the pointer says`,
  )
}

async function explainAbsence(
  path: string,
  storageRoot: string | null,
  calls: Pick<FileCalls, 'stat' | 'lstat'>,
  at: number,
): Promise<TargetFacts> {
  const root = storageRoot ?? dirname(path)
  const hasRoot = await calls.stat(root).then(
    ({ kind }) => kind === 'folder',
    (error: unknown) => (isAbsence(error) ? false : toCode(error)),
  )
  if (hasRoot === false) return toUnchecked(`this console’s host does not have ${root}: it can only be looked at where the JobManagers run`)
  if (hasRoot !== true) return toUnchecked(`${root} cannot be looked at from this console (${hasRoot})`)
  const dangles = await calls.lstat(path).then(
    ({ kind }) => kind === 'link',
    () => false,
  )
  if (dangles) return { state: 'missing', bytes: null, checkedAt: at, detail: `${path} is a symbolic link to a file that is not there` }
  return { state: 'missing', bytes: null, checkedAt: at, detail: `${path} does not exist` }
}

function explainForeign(uri: string, reason: string): string {
  const reading = toStoragePath(uri)
  const scheme = reading.ok ? reading.value.scheme : null
  if (scheme && scheme !== 'file') return `this version does not look at ${scheme}, only at files of this host`
  return `the pointer’s path ${reason}`
}

function toUnchecked(detail: string): TargetFacts {
  return { state: 'unchecked', bytes: null, checkedAt: null, detail }
}

function isAbsence(error: unknown): boolean {
  const code = toCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function toCode(error: unknown): string {
  if (FileTimeoutError.is(error)) return 'it does not answer'
  return findSystemCode(error) ?? 'unknown error'
}
