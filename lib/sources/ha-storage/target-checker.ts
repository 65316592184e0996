import 'server-only'
import type { TargetFacts } from '@/lib/model/facts'
import { checkTarget, type CheckOptions } from './check-target'
import { FollowedFiles } from './followed-files'
import { locateFile, locateFolder, type StorageLocation } from './locate'
import type { StorageBackend } from './storage-backend'

/** Identity of a pointer; another czxid means another pointer, even with the same path. */
export interface PointerKey {
  /** Path of the znode. */
  znode: string
  czxid: string
  uri: string
  expectedBytes: number | null
}

export interface TargetChecker {
  /** The result so far, without a new check; null: not checked yet. */
  find(pointer: PointerKey): TargetFacts | null
  /** Sets all present pointers: new ones are checked, newest first; those not listed any more are dropped. */
  want(pointers: readonly PointerKey[]): void
  close(): void
}

export interface CheckerOptions {
  /** As configured. */
  storageDir: string | null
  /** Whether the znode still exists with this czxid: asked before anything is called missing or broken. */
  readAgain(pointer: PointerKey): Promise<boolean>
  onChange(): void
  check?: (uri: string, expectedBytes: number | null, options: CheckOptions) => Promise<TargetFacts>
  backends?: readonly StorageBackend[]
  /** How often the newest are looked at again where changes cannot be watched. */
  slowMs?: number
}

/** One batch for the thread that checks files. */
const atOnce = 64
/** While many are checked, results are notified together: each notification derives a snapshot of the whole cluster. */
const togetherMs = 250
/** For a new cluster the first notification waits for all results, or this long. */
const firstMs = 2_000
const slowCheckMs = 60_000
const mostSlowly = 200
/** Interval for checks of a missing target: its file may still appear. */
const againMs = 5_000

/** A file is removed right after its pointer: wait for the tree's notification before the file counts as missing. */
const touchDelayMs = 500

interface Entry {
  pointer: PointerKey
  /** null: no backend reads it. */
  location: StorageLocation | null
  facts: TargetFacts | null
  isDue: boolean
  isRunning: boolean
}

/** Follows the pointers of one cluster: each is looked at once, and again when its storage says that it was touched. */
export function createTargetChecker(options: CheckerOptions): TargetChecker {
  return new Checker(options)
}

class Checker implements TargetChecker {
  private readonly entries = new Map<string, Entry>()
  /** Newest last: taken from the end. */
  private queue: string[] = []
  private running = 0
  private isClosed = false
  private readonly root: StorageLocation | null
  private readonly files: FollowedFiles
  private readonly slow: NodeJS.Timeout
  private again: NodeJS.Timeout | null = null
  private touches: NodeJS.Timeout | null = null
  /** Set while a result is not notified yet. */
  private announcing: NodeJS.Timeout | null = null
  private hasReported = false
  private readonly touched = new Set<string>()

  constructor(private readonly options: CheckerOptions) {
    const { storageDir, backends, slowMs = slowCheckMs } = options
    const root = storageDir === null ? null : locateFolder(storageDir, backends)
    // Of another scheme, the check says of each pointer why it is not looked at.
    this.root = root?.ok ? root.value : null
    this.files = new FollowedFiles((key) => this.onTouched(key))
    this.slow = setInterval(() => this.lookAgainSlowly(), slowMs)
    this.slow.unref()
  }

  find(pointer: PointerKey): TargetFacts | null {
    return this.entries.get(toKey(pointer))?.facts ?? null
  }

  want(pointers: readonly PointerKey[]): void {
    if (this.isClosed) return
    const wanted = new Set<string>()
    for (const pointer of pointers) {
      const key = toKey(pointer)
      wanted.add(key)
      if (this.entries.has(key)) continue
      this.add(key, pointer)
      this.enqueue(key)
    }
    for (const [key, entry] of this.entries) if (!wanted.has(key)) this.remove(key, entry)
    this.queue = this.queue.filter((key) => this.entries.has(key))
    this.files.update()
    this.startNext()
  }

  close(): void {
    this.isClosed = true
    clearInterval(this.slow)
    if (this.again) clearTimeout(this.again)
    if (this.touches) clearTimeout(this.touches)
    if (this.announcing) clearTimeout(this.announcing)
    this.files.close()
    this.queue = []
  }

  private add(key: string, pointer: PointerKey): void {
    const reading = locateFile(pointer.uri, this.options.backends)
    const location = reading.ok ? reading.value : null
    this.entries.set(key, { pointer, location, facts: null, isDue: false, isRunning: false })
    if (location) this.files.follow(location, key)
  }

  private remove(key: string, { location }: Entry): void {
    this.entries.delete(key)
    if (location) this.files.unfollow(location, key)
  }

  private enqueue(key: string): void {
    const entry = this.entries.get(key)
    if (!entry || entry.isDue) return
    entry.isDue = true
    this.queue.push(key)
  }

  private startNext(): void {
    while (this.running < atOnce && !this.isClosed) {
      const key = this.queue.pop()
      if (key === undefined) return
      const entry = this.entries.get(key)
      if (!entry) continue
      entry.isDue = false
      if (!entry.isRunning) void this.look(key, entry)
    }
  }

  private async look(key: string, entry: Entry): Promise<void> {
    this.running += 1
    entry.isRunning = true
    const facts = await this.judge(entry)
    entry.isRunning = false
    this.running -= 1
    // Replaced while it was checked: the result is no longer needed.
    if (facts && !this.isClosed && this.entries.get(key) === entry) this.settle(entry, facts)
    this.startNext()
    if (this.announcing && this.running === 0) this.notify()
  }

  private notify(): void {
    if (this.announcing) clearTimeout(this.announcing)
    this.announcing = null
    this.hasReported = true
    if (!this.isClosed) this.options.onChange()
  }

  private async judge({ pointer, facts: before }: Entry): Promise<TargetFacts | null> {
    const { check = checkTarget, backends, readAgain } = this.options
    const facts = await check(pointer.uri, pointer.expectedBytes, { root: this.root, backends })
    // What was confirmed once needs no second reading: the tree tells when the pointer goes.
    if (facts.state !== 'missing' && facts.state !== 'unreadable') return facts
    if (before?.state === facts.state) return facts
    const isStillThere = await readAgain(pointer).catch(() => null)
    if (isStillThere === true) return facts
    if (isStillThere === false) return null
    return {
      state: 'unchecked',
      bytes: null,
      checkedAt: null,
      detail: `${facts.detail}, but ZooKeeper cannot be asked whether the pointer still stands`,
    }
  }

  private settle(entry: Entry, facts: TargetFacts): void {
    const before = entry.facts
    if (before && before.state === facts.state && before.bytes === facts.bytes && before.detail === facts.detail) {
      entry.facts = { ...before, checkedAt: facts.checkedAt }
    } else {
      entry.facts = facts
      this.announcing ??= setTimeout(() => this.notify(), this.hasReported ? togetherMs : firstMs)
    }
    if (facts.state === 'missing' || facts.state === 'unreadable') this.lookAgainSoon()
  }

  /** @param key null: any of them may have been */
  private onTouched(key: string | null): void {
    for (const each of key === null ? this.entries.keys() : [key]) this.touched.add(each)
    this.touches ??= setTimeout(() => {
      this.touches = null
      for (const each of this.touched) this.enqueue(each)
      this.touched.clear()
      this.startNext()
    }, touchDelayMs)
  }

  private lookAgainSoon(): void {
    this.again ??= setTimeout(() => {
      this.again = null
      this.lookAgain(({ location, facts }) => location !== null && (facts?.state === 'missing' || facts?.state === 'unreadable'))
    }, againMs)
    this.again.unref()
  }

  private lookAgainSlowly(): void {
    const isWatched = this.files.findWatched()
    this.lookAgain(({ location, facts }) => location !== null && (!isWatched(location) || facts?.state === 'unchecked'))
  }

  private lookAgain(isWanted: (entry: Entry) => boolean): void {
    const keys = [...this.entries].filter(([, entry]) => isWanted(entry)).map(([key]) => key)
    for (const key of keys.slice(-mostSlowly)) this.enqueue(key)
    this.startNext()
  }
}

/** Thousands of pointers are asked for with each snapshot of their cluster, the same objects again. */
const keys = new WeakMap<PointerKey, string>()

function toKey(pointer: PointerKey): string {
  const before = keys.get(pointer)
  if (before !== undefined) return before
  const { znode, czxid, uri, expectedBytes } = pointer
  const key = `${znode}\n${czxid}\n${uri}\n${expectedBytes ?? ''}`
  keys.set(pointer, key)
  return key
}
