import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProcess, isRunning } from '@/e2e/lab/process/identity'

const folder = join(tmpdir(), `understudy-ports-${process.getuid?.() ?? ''}`)
let me: string | null = null

/** False: this process has claimed it already, or another living process has. A link, since it exists with its content or not at all. */
export function claimPort(port: number): boolean {
  me ??= begin()
  const file = join(folder, String(port))
  if (isOwned(file)) return false
  try {
    rmSync(file, { force: true })
    symlinkSync(me, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Claims of processes that are gone are swept first. */
function begin(): string {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!isOwned(join(folder, name))) rmSync(join(folder, name), { force: true })
  return `${process.pid}@${findProcess(process.pid)?.startedAt ?? ''}`
}

function isOwned(file: string): boolean {
  try {
    const [pid = '', startedAt = ''] = readlinkSync(file).split('@')
    return isRunning({ pid: Number(pid), startedAt })
  } catch {
    return false
  }
}
