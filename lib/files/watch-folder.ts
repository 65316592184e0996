import 'server-only'
import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { orNull, type FileCalls } from './file-calls'
import { confCalls } from './looker'

export interface FolderWatchOptions {
  signal: AbortSignal
  /** Quiet time after the last event before `onChange`, because editors write in several steps. */
  debounceMs?: number
  /** Longest time a stream of events can put off `onChange`. */
  patienceMs?: number
  /** How often to try again while the folder cannot be watched: it is gone, or the system has no watch left. */
  retryMs?: number
  calls?: FileCalls
  /** Files whose changes count; others in the folder are ignored. Missing: all of it. */
  names?: readonly string[]
}

/**
 * Calls `onChange` after something changed in the folder. Cases: a file is written in place; an editor writes another
 * and renames it; the folder is removed, replaced, or a symbolic link to it is switched, and comes back; a file is a
 * symbolic link to somewhere else. Idle it does nothing; it polls only while the folder cannot be watched.
 * One that does not answer is looked at again later and counts as it was. Network file systems do not tell of changes made elsewhere. Ends with the signal; never throws.
 */
export function watchFolder(folder: string, onChange: () => void, options: FolderWatchOptions): void {
  const { signal, retryMs = 2_000, names, calls = confCalls } = options
  const changed = debounce(onChange, options)
  let watchers = new Set<FSWatcher>()
  let identity: string | null = null
  let generation = 0
  let retry: NodeJS.Timeout | undefined

  function watchPath(path: string, counts: (name: string | null) => boolean): boolean {
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        if (counts(name)) changed()
        // The folder's own removal comes with its own name; a busy folder above must not cost anything.
        if (counts(name) || name === basename(folder)) void check()
      })
      watcher.on('error', () => void check(true))
      watchers.add(watcher)
      return true
    } catch {
      return false
    }
  }
  function disarm() {
    for (const watcher of watchers) watcher.close()
    clearTimeout(retry)
  }
  /** Watches folder, the folder above (for a switched link or a replaced folder) and where links lead. */
  function rearm(found: Whereabouts) {
    generation++
    const before = watchers
    watchers = new Set()
    clearTimeout(retry)
    identity = found.identity
    const isWatched = found.exists && watchPath(folder, (name) => name === null || !names || names.includes(name))
    watchPath(dirname(folder), (name) => name === basename(folder))
    for (const target of found.links) watchPath(dirname(target), (name) => name === basename(target))
    // Only now: between two watches nothing must be missed.
    for (const watcher of before) watcher.close()
    if (!isWatched) lookLater()
  }
  function lookLater() {
    clearTimeout(retry)
    retry = setTimeout(() => void check(), retryMs).unref()
  }
  /** After an event, and while unwatched: is it still the folder that is watched? */
  async function check(isBroken = false) {
    const mine = generation
    const found = await locate(folder, names ?? [], calls).catch(() => null)
    if (signal.aborted || mine !== generation) return
    if (found === null) return lookLater()
    const isFirst = identity === null
    if (found.identity === identity && found.exists && !isBroken) return
    if (found.identity !== identity && !isFirst) changed()
    rearm(found)
  }
  if (signal.aborted) return
  signal.addEventListener('abort', () => (disarm(), changed.cancel()), { once: true })
  rearm({ exists: true, links: [], identity: null })
  void check()
}

interface Whereabouts {
  exists: boolean
  /** Files whose links lead elsewhere. */
  links: string[]
  /** Device and inode, and the links: a folder put in place of another, or a link switched, has others. */
  identity: string | null
}

async function locate(folder: string, names: readonly string[], calls: FileCalls): Promise<Whereabouts> {
  const [found, links] = await Promise.all([
    orNull(calls.stat(folder)),
    Promise.all(names.map((name) => findLinkTarget(join(folder, name), calls))),
  ])
  const exists = found?.kind === 'folder'
  const targets = links.filter((target) => target !== null)
  return { exists, links: targets, identity: found && exists ? [`${found.device}:${found.inode}`, ...targets].join('\n') : 'missing' }
}

async function findLinkTarget(path: string, calls: FileCalls): Promise<string | null> {
  const isLink = (await orNull(calls.lstat(path)))?.kind === 'link'
  return isLink ? orNull(calls.realpath(path)) : null
}

function debounce(run: () => void, { debounceMs = 100, patienceMs = 1_000 }: FolderWatchOptions): (() => void) & { cancel(): void } {
  let timer: NodeJS.Timeout | undefined
  let since = 0
  const fire = () => {
    since = 0
    run()
  }
  const call = () => {
    clearTimeout(timer)
    since ||= Date.now()
    timer = setTimeout(fire, Math.max(0, Math.min(debounceMs, since + patienceMs - Date.now()))).unref()
  }
  return Object.assign(call, { cancel: () => clearTimeout(timer) })
}
