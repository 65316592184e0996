import 'server-only'
import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import type { DirectoryState } from '@/lib/doctor/doctor-input'
import { withinDeadline } from './within-deadline'

/** Reads states, never writes. One after another: a hanging network share must not block all of Node's worker threads. */
export async function lookAtDirectories(paths: readonly string[], signal: AbortSignal): Promise<Map<string, DirectoryState>> {
  const found = new Map<string, DirectoryState>()
  for (const path of paths) {
    const state = await withinDeadline(lookAtDirectory(path), signal)
    if (state) found.set(path, state)
  }
  return found
}

async function lookAtDirectory(path: string): Promise<DirectoryState | null> {
  const may = (mode: number) =>
    access(path, mode).then(
      () => true,
      () => false,
    )
  try {
    const found = await stat(path)
    if (!found.isDirectory()) return { state: 'not-a-folder', readable: false, writable: false }
    return {
      state: 'present',
      readable: await may(constants.R_OK | constants.X_OK),
      writable: await may(constants.W_OK | constants.X_OK),
      network: await isOnNetwork(path),
    }
  } catch (error) {
    const state = states[findSystemCode(error) ?? '']
    return state
      ? { state, readable: false, writable: false, network: state === 'missing' ? await isOnNetwork(dirname(path)) : null }
      : null
  }
}

/** Other failures (a link loop, an input error) mean nothing to any rule. */
const states: Readonly<Record<string, DirectoryState['state']>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
}

/** `f_type` of statfs(2) on Linux: NFS, SMB, AFS, Ceph, Lustre, GPFS, OCFS2, GFS2, 9p. */
const networkTypes = new Set([
  0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x5346414f, 0x6b414653, 0x00c36400, 0x0bd00bd0, 0x47504653, 0x7461636f, 0x01161970, 0x01021997,
])
/** FUSE may be either: GlusterFS and s3fs, or a disk. */
const fuse = 0x65735546

async function isOnNetwork(path: string, levels = 20): Promise<boolean | null> {
  if (process.platform !== 'linux') return null
  try {
    const { type } = await statfs(path)
    return networkTypes.has(type >>> 0) ? true : type === fuse ? null : false
  } catch (error) {
    const isMissing = findSystemCode(error) === 'ENOENT'
    return isMissing && levels > 0 && dirname(path) !== path ? isOnNetwork(dirname(path), levels - 1) : null
  }
}
