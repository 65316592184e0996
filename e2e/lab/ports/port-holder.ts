import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { findProcess } from '@/e2e/lab/process/identity'

/**
 * The process that listens on a TCP port, as far as this user may see: "pid 123 (java …)". Null when it is not visible (not Linux, no
 * rights).
 */
export function findPortHolder(port: number): string | null {
  const inodes = new Set([...getListeningInodes('/proc/net/tcp', port), ...getListeningInodes('/proc/net/tcp6', port)])
  if (inodes.size === 0) return null
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!getSocketInodes(pid).some((inode) => inodes.has(inode))) continue
    const command = findProcess(Number(pid))?.command ?? []
    return `pid ${pid} (${toShort(command)})`
  }
  return null
}

function toShort(command: string[]): string {
  // A JVM's command line is its class path for pages; the main class identifies it.
  const main = command.find((part) => /^org\.apache\.[\w.]+$/.test(part))
  return main ? `java … ${main}` : command.join(' ').slice(0, 80)
}

function getListeningInodes(file: string, port: number): string[] {
  try {
    const hex = port.toString(16).toUpperCase().padStart(4, '0')
    const rows = readFileSync(file, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
    return rows.filter((row) => row[1]?.endsWith(`:${hex}`) && row[3] === '0A').map((row) => row[9] ?? '')
  } catch {
    return []
  }
}

function getSocketInodes(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}
