import 'server-only'
import { access, constants, stat } from 'node:fs/promises'
import type { DirectoryState } from '@/lib/doctor/doctor-input'
import { withinDeadline } from './within-deadline'

/** Looks, never writes. One after another: a network share that hangs must not take all of Node's worker threads. */
export async function lookAtDirectories(paths: readonly string[], signal: AbortSignal): Promise<Map<string, DirectoryState>> {
  const found = new Map<string, DirectoryState>()
  for (const path of paths) {
    const state = await withinDeadline(lookAtDirectory(path), signal)
    if (state) found.set(path, state)
  }
  return found
}

async function lookAtDirectory(path: string): Promise<DirectoryState | null> {
  const may = (mode: number) => access(path, mode).then(() => true, () => false)
  try {
    const found = await stat(path)
    if (!found.isDirectory()) return { state: 'not-a-folder', readable: false, writable: false }
    return { state: 'present', readable: await may(constants.R_OK | constants.X_OK), writable: await may(constants.W_OK | constants.X_OK) }
  } catch (error) {
    const state = error instanceof Error ? states[(error as NodeJS.ErrnoException).code ?? ''] : undefined
    return state ? { state, readable: false, writable: false } : null
  }
}

/** Other failures (a link loop, an input error) tell nothing that a rule could use. */
const states: Readonly<Record<string, DirectoryState['state']>> = { ENOENT: 'missing', ENOTDIR: 'missing', EACCES: 'denied', EPERM: 'denied' }
