import 'server-only'
import { toIso } from '@/lib/model/observed'
import type { GuardReport } from '@/lib/model/drills/drill-report'
import { askHost, findWord } from '@/lib/sources/hosts/ask-host'
import type { SignalledProcess } from '@/lib/sources/hosts/found-process'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { askScript, canGuardScript, endScript, installScript } from './guard-script'

const askMs = 15_000

/** What the guard does at its deadline. */
export type GuardUndo =
  | { mode: 'continue' }
  /** `argv` starts the process, unless one with the conf folder and port runs. */
  | { mode: 'start'; confDir: string; port: number; argv: readonly string[] }

export interface GuardOrder {
  /** Id of the operation. */
  id: string
  process: SignalledProcess
  /** From now on. */
  seconds: number
  undo: GuardUndo
}

/** What a guard says of itself: its last word, and whether it runs. */
export interface GuardWord {
  word: 'none' | 'silent' | 'waiting' | 'ended' | 'acted' | 'found-nothing' | 'failed'
  /** When it wrote that, epoch ms of its host's clock; null: it wrote nothing. */
  since: number | null
  runs: boolean
}

const words: ReadonlySet<string> = new Set<GuardWord['word']>(['none', 'silent', 'waiting', 'ended', 'acted', 'found-nothing', 'failed'])

/** Starts the guard on the process's own host. @returns null: it runs and waits; else why not. @throws HostError */
export async function installGuard(
  runner: HostRunner,
  { id, process, seconds, undo }: GuardOrder,
  signal: AbortSignal,
): Promise<string | null> {
  const { host, pid, start, boot, command } = process
  const how = undo.mode === 'start' ? [undo.confDir, String(undo.port), ...undo.argv] : []
  const args = [id, String(seconds), undo.mode, String(pid), start, boot, command, ...how]
  const word = findWord(await askHost(runner, host, installScript, args, { deadlineMs: askMs, signal }))
  return word === 'installed' ? null : toObstacle(word, host)
}

/** Whether a guard could be installed, without doing it. @returns null: it could; else why not. @throws HostError */
export async function findGuardObstacle(runner: HostRunner, { host, pid }: SignalledProcess, signal: AbortSignal): Promise<string | null> {
  const word = findWord(await askHost(runner, host, canGuardScript, [String(pid)], { deadlineMs: askMs, signal }))
  return word === 'able' ? null : toObstacle(word, host)
}

function toObstacle(word: string | null, host: string): string {
  switch (word) {
    case 'denied':
      return `A guard needs Linux with /proc, which ${host} does not show.`
    case 'unsafe':
      return `On ${host} the folder for guards, /tmp/understudy-guards-UID, cannot be made, or is not this user’s alone. Remove it there, then plan anew.`
    case 'foreign':
      return `This console’s user on ${host} may not send the process a signal, so it could not undo the fault.`
    case 'taken':
      return `On ${host} a guard for this drill exists already.`
    default:
      return `The guard on ${host} did not start.`
  }
}

/** @throws HostError: what the guard does is not known then; it acts by itself all the same */
export async function askGuard(runner: HostRunner, host: string, id: string, signal?: AbortSignal): Promise<GuardWord> {
  return parseWord(host, await askHost(runner, host, askScript, [id], { deadlineMs: askMs, signal }))
}

/** Ends the guard and removes its files. @returns its last word. @throws HostError */
export async function endGuard(runner: HostRunner, host: string, id: string, signal?: AbortSignal): Promise<GuardWord> {
  return parseWord(host, await askHost(runner, host, endScript, [id], { deadlineMs: askMs + 10_000, signal }))
}

function parseWord(host: string, answer: string): GuardWord {
  const [, word = '', since = '', runs = ''] = /^understudy guard (\S{1,20}) (\d{1,12}) (yes|no)$/m.exec(answer) ?? []
  if (!words.has(word)) throw new HostError('bad-answer', host, `${host} did not say what the guard of the drill does.`)
  return { word: word as GuardWord['word'], since: Number(since) > 0 ? Number(since) * 1_000 : null, runs: runs === 'yes' }
}

/** The guard's word for a reader. @param actsAt epoch ms */
export function toGuardReport(host: string, { word, since, runs }: GuardWord, actsAt: number | null): GuardReport {
  const report = { host, actsAt: actsAt === null ? null : toIso(actsAt) }
  const at = since === null ? '' : ` at ${toIso(since)} by the clock of ${host}`
  switch (word) {
    case 'acted':
      return { ...report, state: 'acted', text: `The guard on ${host} undid the fault by itself${at}.` }
    case 'found-nothing':
      return { ...report, state: 'found-nothing', text: `The guard on ${host} found nothing to undo${at}.` }
    case 'ended':
      return { ...report, state: 'ended', text: `The guard on ${host} was ended; it did not have to act.` }
    case 'failed':
      return { ...report, state: 'lost', text: `The guard on ${host} could not undo the fault${at}. Look there.` }
    case 'waiting':
      return runs
        ? {
            ...report,
            state: 'waiting',
            text: `The guard on ${host} undoes the fault${actsAt === null ? '' : ` at ${toIso(actsAt)}`} by itself.`,
          }
        : {
            ...report,
            state: 'lost',
            text: `The guard on ${host} does not run any more, and left no word. Look there whether the fault is undone.`,
          }
    case 'silent':
    case 'none':
      return { ...report, state: 'lost', text: `No guard is found on ${host}.` }
  }
}
