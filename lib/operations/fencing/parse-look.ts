import 'server-only'
import type { LookedProcess, ProcessLook } from '@/lib/model/fencing/process-look'

/** A command line of a JVM is some 20 kB; more than this is no answer of ours. */
const MOST_LINES = 200_000

/**
 * What the look script printed.
 * @returns null when it did not reach its last line: then nothing is known
 */
export function parseLook(text: string): ProcessLook | null {
  const lines = text.split('\n', MOST_LINES).map((line) => line.trimEnd()).filter((line) => line !== '')
  if (lines.at(-1) !== 'end') return null
  const all = (name: string) => lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))
  const one = (name: string) => all(name)[0] || null
  const listeners = all('listen').flatMap(toListener)
  return {
    kernel: one('kernel') ?? '',
    bootId: one('boot'),
    pidNamespace: one('namespace'),
    seesAll: one('sees') === 'all',
    process: one('there') === 'yes' ? toProcess(all, listeners) : one('there') === 'no' ? null : unreadable,
    listening: one('ports') === 'read' ? listeners.map(({ port }) => port) : null,
  }
}

const unreadable: LookedProcess = { state: null, startTicks: null, threads: null, arguments: null, ownPorts: null }

function toProcess(all: (name: string) => string[], listeners: { port: number; inode: string }[]): LookedProcess {
  const stat = /^([A-Za-z]) (\d{1,20})$/.exec(all('stat')[0] ?? '')
  const threads = all('thread').filter((letter) => /^[A-Za-z]$/.test(letter))
  const sockets = new Set(all('socket'))
  return {
    state: stat?.[1] ?? null,
    startTicks: stat?.[2] ?? null,
    threads: threads.length > 0 ? threads : null,
    arguments: toArguments(all('command')[0]),
    ownPorts: all('sockets')[0] === 'read' ? listeners.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port) : null,
  }
}

function toListener(line: string): { port: number; inode: string }[] {
  const match = /^([0-9A-F]{4}) (\d{1,20})$/.exec(line)
  return match ? [{ port: parseInt(match[1]!, 16), inode: match[2]! }] : []
}

function toArguments(hex: string | undefined): string[] | null {
  if (!hex || !/^(?:[0-9a-f]{2})+$/.test(hex)) return null
  return Buffer.from(hex, 'hex').toString('utf8').replace(/\0$/, '').split('\0')
}
