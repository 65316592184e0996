import 'server-only'
import { constants } from 'node:fs'
import { open, opendir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import type { PidFile } from '@/lib/doctor/doctor-input'
import type { HostProcess } from '@/lib/model/facts'

const bounds = { entries: 20_000, files: 100, bytes: 16 * 1024, pids: 200 }

/**
 * The pid files that Flink's scripts keep in a folder, `flink-<user>-<kind>.pid`, one pid per line (bin/flink-daemon.sh).
 * @param processes Flink's and ZooKeeper's on this machine; null: not known
 * @returns null when the folder cannot be listed
 */
export async function readPidFiles(
  pidDir: string,
  confFolder: string | null,
  processes: readonly HostProcess[] | null,
): Promise<PidFile[] | null> {
  const names = await findNames(pidDir)
  if (!names) return null
  const own = confFolder === null ? null : await findRealPath(confFolder)
  const files: PidFile[] = []
  for (const name of names) {
    const path = join(pidDir, name)
    const text = await readStart(path)
    if (text === null) continue
    const pids = (text.match(/^\d{1,10}$/gm) ?? [])
      .slice(-bounds.pids)
      .map(Number)
      .filter((pid) => pid > 0)
    files.push({ path, pids: await Promise.all(pids.map((pid) => judge(pid, own, processes))) })
  }
  return files
}

async function findNames(folder: string): Promise<string[] | null> {
  const names: string[] = []
  let seen = 0
  try {
    for await (const { name } of await opendir(folder)) {
      if (/^flink-.{1,200}-[a-z-]{1,40}\.pid$/.test(name)) names.push(name)
      if (names.length >= bounds.files || ++seen >= bounds.entries) break
    }
  } catch {
    return null
  }
  return names.sort()
}

/** Without O_NONBLOCK a pipe of that name would wait for a writer; every user can write to /tmp. */
async function readStart(path: string): Promise<string | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    try {
      if (!(await file.stat()).isFile()) return null
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bounds.bytes), 0, bounds.bytes, 0)
      return buffer.toString('latin1', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

async function judge(pid: number, own: string | null, processes: readonly HostProcess[] | null): Promise<PidFile['pids'][number]> {
  const found = processes?.find((process) => process.pid === pid && process.state !== 'zombie')
  const signalled = found ? 'allowed' : canSignal(pid)
  if (signalled === 'gone') return { pid, alive: false, ours: false }
  if (found)
    return { pid, alive: true, ours: own === null || found.configDir === null ? null : (await findRealPath(found.configDir)) === own }
  // The command line of another user's process may be hidden.
  return { pid, alive: true, ours: processes === null || signalled === 'denied' ? null : false }
}

function canSignal(pid: number): 'allowed' | 'denied' | 'gone' {
  try {
    process.kill(pid, 0)
    return 'allowed'
  } catch (error) {
    return findSystemCode(error) === 'EPERM' ? 'denied' : 'gone'
  }
}

function findRealPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
