import 'server-only'
import { findNewestConnection, type IsOpen } from '@/lib/flink/log/connection-lines'
import type { LookedConnection, Listener, LookedLog, LookedProcess, ProcessLook } from '../decide/process-look'
import { toSocketKey, toSocketKeyOfProc } from '@/lib/model/socket-address'

/** A command line of a JVM is some 20 kB; more lines than this are no output of the look script. */
const mostLines = 200_000
/** Names of `stat -f -c %T` (coreutils, busybox) for file systems of one machine. */
const localFileSystems = new Set(['ext2/ext3', 'xfs', 'btrfs', 'tmpfs', 'zfs', 'f2fs', 'overlayfs'])
/** The first pid name space of a machine (PROC_PID_INIT_INO of the kernel): from there every container's processes are seen. */
const firstNamespace = 'pid:[4026531836]'
/** The first time name space of a machine (PROC_TIME_INIT_INO); kernels before 5.6 have no other. In others, start times are shifted. */
const firstTimespace = 'time:[4026531834]'

type Lines = ReadonlyMap<string, readonly string[]>

/**
 * Parses the output of the look script.
 * @returns null when it did not reach its last line: then nothing is known
 */
export function parseLook(text: string): ProcessLook | null {
  const all = text
    .split('\n', mostLines)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  if (all.at(-1) !== 'end') return null
  const lines = toLines(all)
  const one = (name: string) => lines.get(name)?.[0] || null
  const sockets = (lines.get('listen') ?? []).flatMap(toListener)
  const holders = (lines.get('holder') ?? []).flatMap(toHolder)
  const there = one('there')
  return {
    kernel: one('kernel') ?? '',
    bootId: one('boot'),
    pidNamespace: toNamespace(one('namespace'), one('timespace')),
    seesAll: one('sees') === 'all',
    process: there === 'yes' ? toProcess(lines, sockets, one('namespace') === firstNamespace) : there === 'no' ? null : unreadable,
    listening:
      one('ports') === 'read'
        ? sockets.map(({ port, inode }): Listener => ({
            port,
            holders: holders.filter((holder) => holder.inode === inode).map(({ pid, startTicks }) => ({ pid, startTicks })),
          }))
        : null,
  }
}

function toNamespace(pid: string | null, time: string | null): string | null {
  return pid === null || time === null || time === firstTimespace ? pid : `${pid} ${time}`
}

function toLines(all: readonly string[]): Lines {
  const lines = new Map<string, string[]>()
  for (const line of all) {
    const at = line.indexOf(' ')
    if (at < 0) continue
    const values = lines.get(line.slice(0, at)) ?? []
    values.push(line.slice(at + 1))
    lines.set(line.slice(0, at), values)
  }
  return lines
}

const unreadable: LookedProcess = {
  state: null,
  startTicks: null,
  threads: null,
  arguments: null,
  ownPorts: null,
  connections: null,
  log: null,
}

function toProcess(lines: Lines, listeners: readonly { port: number; inode: string }[], seesContainers: boolean): LookedProcess {
  const all = (name: string) => lines.get(name) ?? []
  const stat = /^([A-Za-z]) (\d{1,20})$/.exec(all('stat')[0] ?? '')
  const threads = all('thread').filter((letter) => /^[A-Za-z]$/.test(letter))
  const sockets = new Set(all('socket'))
  const isRead = all('sockets')[0] === 'read'
  return {
    state: stat?.[1] ?? null,
    startTicks: stat?.[2] ?? null,
    threads: threads.length > 0 ? threads : null,
    arguments: toArguments(all('command')[0]),
    ownPorts: isRead ? listeners.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port) : null,
    connections: isRead
      ? all('connection')
          .flatMap(toConnection)
          .filter(({ inode }) => sockets.has(inode))
      : null,
    log: toLog(lines, seesContainers),
  }
}

function toListener(line: string): { port: number; inode: string }[] {
  const match = /^([0-9A-F]{4}) (\d{1,20})$/.exec(line)
  return match ? [{ port: parseInt(match[1]!, 16), inode: match[2]! }] : []
}

function toHolder(line: string): { inode: string; pid: number; startTicks: string | null }[] {
  const match = /^(\d{1,20}) (\d{1,10})(?: (\d{1,20}))?$/.exec(line)
  return match ? [{ inode: match[1]!, pid: Number(match[2]), startTicks: match[3] ?? null }] : []
}

function toConnection(line: string): LookedConnection[] {
  const [local, remote, inode] = line.split(' ')
  const [from, to] = [toSocketKeyOfProc(local ?? ''), toSocketKeyOfProc(remote ?? '')]
  return from && to && /^\d{1,20}$/.test(inode ?? '') && inode !== '0' ? [{ local: from, remote: to, inode: inode! }] : []
}

function toArguments(hex: string | undefined): string[] | null {
  if (!hex || !/^(?:[0-9a-f]{2})+$/.test(hex)) return null
  return Buffer.from(hex, 'hex').toString('utf8').replace(/\0$/, '').split('\0')
}

function toLog(lines: Lines, seesContainers: boolean): LookedLog | null {
  const writers = [...new Set((lines.get('writer') ?? []).filter((pid) => /^\d{1,10}$/.test(pid)).map(Number))]
  const fileSystem = lines.get('filesystem')?.[0] ?? ''
  if (!lines.has('filesystem')) return null
  return {
    writers: writers.length === 0 || lines.has('writers') ? null : writers,
    // A process that cannot be seen may write to what a container mounts from outside, but not to the container's own layer (overlay).
    isLocal: localFileSystems.has(fileSystem) && (seesContainers || fileSystem === 'overlayfs'),
    newest: findNewestConnection(lines.get('text') ?? [], toIsOpen(lines)),
  }
}

/** Looks in all connections of the host, whichever process holds them; what cannot be read may be open. */
function toIsOpen(lines: Lines): IsOpen {
  const rows = (lines.get('connection') ?? []).flatMap(toConnection)
  const open = new Set(rows.map(({ local, remote }) => `${local} ${remote}`))
  return ({ client, server }) => {
    const [local, remote] = [toSocketKey(client), toSocketKey(server)]
    return open.size === 0 || local === null || remote === null || open.has(`${local} ${remote}`)
  }
}
