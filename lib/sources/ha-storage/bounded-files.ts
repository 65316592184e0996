import 'server-only'
import { constants, type Stats } from 'node:fs'
import { access, lstat, opendir, stat } from 'node:fs/promises'

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

interface Waiting {
  start(): void
  giveUp(error: StorageHangs): void
}

const waiting: Waiting[] = []
let running = 0
/** Of those, the ones nobody waits for any more. */
let hanging = 0

/** @throws StorageHangs three seconds after the call was made, or at once while all that may be out hang */
export function bounded<T>(what: string, call: () => Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    waiting.push({ giveUp: reject, start: () => run(what, call, limitMs).then(resolve, reject) })
    startNext()
  })
}

async function run<T>(what: string, call: () => Promise<T>, limitMs: number): Promise<T> {
  running += 1
  let isHanging = false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isHanging = true
      hanging += 1
      reject(new StorageHangs(`${what} did not come back in ${limitMs / 1_000} s`))
      startNext()
    }, limitMs)
  })
  const asked = call().finally(() => {
    clearTimeout(timer)
    running -= 1
    if (isHanging) hanging -= 1
    startNext()
  })
  return Promise.race([asked, late])
}

function startNext(): void {
  while (waiting.length > 0) {
    if (running < AT_ONCE) waiting.shift()?.start()
    else if (hanging >= AT_ONCE) waiting.shift()?.giveUp(new StorageHangs(`${hanging} calls to it hang already`))
    else return
  }
}

export interface FileCalls {
  stat(path: string): Promise<Stats>
  lstat(path: string): Promise<Stats>
  canRead(path: string): Promise<void>
}

export const boundedCalls: FileCalls = {
  stat: (path) => bounded(`looking at ${path}`, () => stat(path)),
  lstat: (path) => bounded(`looking at ${path}`, () => lstat(path)),
  canRead: (path) => bounded(`looking at ${path}`, () => access(path, constants.R_OK)),
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
