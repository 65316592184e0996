import 'server-only'
import { isJava, parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import { askHost } from './ask-host'
import type { FoundProcess, ProcessTable } from './found-process'
import { findScript, longestCommandLine } from './host-scripts'
import { HostError, type HostRunner } from './runner'

const deadlineMs = 15_000
const mostBytes = 16 * 1024 * 1024
const ticksPerSecond = 100

/**
 * Flink's and ZooKeeper's processes on a host, of every user, as their command lines describe them, and the user who listed them.
 * @param confDir of the cluster: `usesConfDir` marks the processes that were started with it
 * @throws HostError
 */
export async function findProcesses(runner: HostRunner, host: string, confDir: string, signal?: AbortSignal): Promise<ProcessTable> {
  const answer = await askHost(runner, host, findScript, [confDir], { deadlineMs, signal, keepBytes: mostBytes })
  const lacks = /^understudy lacks (\w+)$/m.exec(answer)?.[1]
  if (lacks) throw new HostError('bad-answer', host, `${host} has no ${lacks}, so its processes cannot be listed. Install it there.`)
  const found = toProcessTable(answer, host, confDir)
  if (found === null) throw new HostError('bad-answer', host, `The process table of ${host} came only in part. Try again.`)
  return found
}

/** @returns null when the answer is incomplete, for then a process may be missing */
export function toProcessTable(answer: string, host: string, confDir: string): ProcessTable | null {
  const begin = /^understudy begin ?(\S*)\n/m.exec(answer)
  const body = begin ? answer.slice(begin.index + begin[0].length) : ''
  const end = body.search(/^understudy end$/m)
  if (!begin || end < 0) return null
  const [head = '', ...parts] = body.slice(0, end).split(/^process /m)
  const lookContext: LookContext = {
    host,
    confDir,
    boot: begin[1] ?? '',
    realConfDir: decode(findBlock(head, 'conf')),
    bootTime: toTime(findLine(head, 'time')),
    now: toTime(findLine(head, 'now')),
  }
  return {
    processes: parts.flatMap((part) => toFoundProcess(part, lookContext) ?? []),
    seesAll: findLine(head, 'sees') === 'all',
    unread: parts.filter(isUnread).map((part) => parseInt(part, 10)),
    user: /^[\w.@$+-]{1,64}$/.exec(findLine(head, 'user'))?.[0] ?? null,
  }
}

interface LookContext {
  host: string
  confDir: string
  boot: string
  realConfDir: string
  bootTime: number | null
  now: number | null
}

function toFoundProcess(part: string, lookContext: LookContext): FoundProcess | null {
  const { host, boot, bootTime, now } = lookContext
  const head = /^(\d{1,10}) (\S+) (.+)$/m.exec(part)
  const [, pid, state, start] = head ?? []
  const line = findBlock(part, 'line')
  const args =
    line === ''
      ? decode(findBlock(part, 'words'))
          .trim()
          .split(' ')
          .filter((word) => word !== '')
      : decode(line).replace(/\0$/, '').split('\0')
  const java = isTooLong(part) ? null : parseJavaCommandLine(args)
  if (!pid || !state || !start || !java) return null
  const real = decode(findBlock(part, 'real')).replace(/\n$/, '')
  const startedAt = toStartedAt(start, bootTime)
  return {
    identity: { host, pid: Number(pid), start, boot, command: findLine(part, 'sum') },
    java,
    user: findLine(part, 'user') || null,
    state: /^[ZXx]/.test(state) ? 'zombie' : /^[Tt]/.test(state) ? 'stopped' : 'running',
    startedAt,
    arguments: args,
    realConfigDir: real || null,
    usesConfDir: isSameFolder(part, java.configDir, real, lookContext),
    listens: toPorts(findLine(part, 'listens')),
    isNetworkApart: findLine(part, 'network') === 'other',
    ageMs: startedAt === null || now === null ? null : Math.max(0, now - startedAt),
  }
}

/** By the bytes that `cksum` counted; the output of `ps` is whole. */
function isTooLong(part: string): boolean {
  return findBlock(part, 'words') === '' && Number(findLine(part, 'sum').split(' ')[1]) > longestCommandLine
}

/** The launcher's name is the first word; where not even that is whole, nothing is known. */
function isUnread(part: string): boolean {
  const [launcher = '', next] = decode(findBlock(part, 'line')).split('\0', 2)
  return isTooLong(part) && (next === undefined || isJava(launcher))
}

/** Whether it is the same folder, as its host compared them; by path only where the process's own view is not visible. */
function isSameFolder(part: string, configDir: string | null, real: string, { confDir, realConfDir }: LookContext): boolean {
  if (configDir === null) return false
  const folder = findLine(part, 'path') || decode(findBlock(part, 'folder'))
  const answered = folder === configDir ? findLine(part, 'same') : 'unknown'
  if (answered === 'yes' || answered === 'no') return answered === 'yes'
  return configDir === confDir || (real !== '' && real === realConfDir.replace(/\n$/, ''))
}

/** `1F90 C5A1 read`; without the last word the ports were not read. */
function toPorts(text: string): number[] | null {
  const words = text.split(' ')
  if (words.pop() !== 'read') return null
  return [...new Set(words.filter((word) => /^[0-9A-Fa-f]{4}$/.test(word)).map((word) => parseInt(word, 16)))]
}

function toTime(seconds: string): number | null {
  return /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : null
}

function toStartedAt(start: string, bootTime: number | null): number | null {
  if (/^\d+$/.test(start)) return bootTime === null ? null : bootTime + (Number(start) * 1000) / ticksPerSecond
  const time = Date.parse(start)
  return Number.isNaN(time) ? null : time
}

function findLine(text: string, name: string): string {
  return new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
}

/** `name:`, then lines of base64. */
function findBlock(text: string, name: string): string {
  return new RegExp(`^${name}:\\n((?:[A-Za-z0-9+/=]+\\n)*)`, 'm').exec(text)?.[1] ?? ''
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}
