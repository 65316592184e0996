import 'server-only'
import type { Stats } from 'node:fs'
import { lstat, opendir, stat } from 'node:fs/promises'

/**
 * A file system call on a hanging network share never comes back, cannot be cancelled, and holds one of Node's four worker
 * threads, which name look-ups need too. So whoever waits gives up after the limit, and calls are out at a time only so
 * many that threads stay free (libuv has four of them; scripts/setup/console.mjs asks for more).
 */
const LIMIT_MS = 3_000
const AT_ONCE = Math.max(2, toThreads(process.env.UV_THREADPOOL_SIZE) - 4)

function toThreads(configured: string | undefined): number {
  const threads = Number(configured ?? 4)
  return Number.isInteger(threads) ? Math.min(threads, 1_024) : 4
}

export class StorageHangs extends Error {
  override readonly name = 'StorageHangs'
}

interface Call {
  what: string
  limitMs: number
  /** `performance.now()`; set when it begins. */
  dueAt: number
  isLate: boolean
  begin(): void
  giveUp(error: StorageHangs): void
}

const waiting: Call[] = []
const out = new Set<Call>()
/** Of those, the ones nobody waits for any more. */
let hanging = 0
let timer: NodeJS.Timeout | null = null

/** @throws StorageHangs when the call takes longer than the limit, or at once while all that may be out hang */
export function bounded<T>(what: string, begin: () => Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = <V>(tell: (value: V) => void) => (value: V) => {
      end(call)
      tell(value)
    }
    const call: Call = { what, limitMs, dueAt: 0, isLate: false, giveUp: reject, begin: () => void begin().then(settle(resolve), settle(reject)) }
    waiting.push(call)
    startNext()
  })
}

function startNext(): void {
  while (waiting.length > 0) {
    if (out.size < AT_ONCE) start(waiting.shift())
    else if (hanging >= AT_ONCE) waiting.shift()?.giveUp(new StorageHangs(`${hanging} calls to it hang already`))
    else return
  }
}

function start(call: Call | undefined): void {
  if (!call) return
  call.dueAt = performance.now() + call.limitMs
  out.add(call)
  // One timer for all: thousands of calls a second would each make and clear their own.
  timer ??= setTimeout(giveUpLate, call.limitMs)
  call.begin()
}

function end(call: Call): void {
  out.delete(call)
  if (call.isLate) hanging -= 1
  if (out.size === hanging && timer) {
    clearTimeout(timer)
    timer = null
  }
  startNext()
}

function giveUpLate(): void {
  timer = null
  const now = performance.now()
  const due = [...out].filter(({ isLate }) => !isLate)
  for (const call of due.filter(({ dueAt }) => dueAt <= now + 1)) {
    call.isLate = true
    hanging += 1
    call.giveUp(new StorageHangs(`${call.what} did not come back in ${call.limitMs / 1_000} s`))
  }
  const next = Math.min(...due.filter(({ isLate }) => !isLate).map(({ dueAt }) => dueAt))
  if (next < Infinity) timer ??= setTimeout(giveUpLate, Math.max(1, next - now))
  startNext()
}

export interface FileCalls {
  stat(path: string): Promise<Stats>
  lstat(path: string): Promise<Stats>
}

export const boundedCalls: FileCalls = {
  stat: (path) => bounded(`looking at ${path}`, () => stat(path)),
  lstat: (path) => bounded(`looking at ${path}`, () => lstat(path)),
}

/** Names in a folder, `most` at the utmost. */
export function listNames(folder: string, most: number): Promise<{ names: string[]; isCut: boolean }> {
  return bounded(`listing ${folder}`, async () => {
    const names: string[] = []
    for await (const { name } of await opendir(folder)) {
      if (names.length >= most) return { names, isCut: true }
      names.push(name)
    }
    return { names, isCut: false }
  })
}
