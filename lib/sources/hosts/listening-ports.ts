import 'server-only'
import { readdir, readFile, readlink } from 'node:fs/promises'

/** `/proc/PID/net/tcp`, `tcp6`: state 0A is LISTEN (proc_net_tcp in the kernel's documentation). */
const listening = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A (?:\S+ +){5}(\d+) /

/**
 * The ports that a process of this machine itself listens on, from its descriptors and its own network name space.
 * @returns null: they are not visible to this user, or the process ended meanwhile
 */
export async function findListeningPorts(pid: number): Promise<number[] | null> {
  const folder = `/proc/${pid}`
  try {
    const [descriptors, ...tables] = await Promise.all([
      readdir(`${folder}/fd`),
      readFile(`${folder}/net/tcp`, 'latin1'),
      readFile(`${folder}/net/tcp6`, 'latin1').catch(() => ''),
    ])
    const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/fd/${name}`).catch(() => '')))
    const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
    const ports = tables.flatMap((table) => table.split('\n').flatMap((line) => toPort(line, own)))
    return [...new Set(ports)].sort((a, b) => a - b)
  } catch {
    return null
  }
}

function toPort(line: string, own: ReadonlySet<string>): number[] {
  const [, port = '', inode = ''] = listening.exec(line) ?? []
  return own.has(inode) ? [parseInt(port, 16)] : []
}
