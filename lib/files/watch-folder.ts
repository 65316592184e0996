import 'server-only'
import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { orNull, type FileCalls } from './file-calls'
import { confCalls } from './looker'

export interface FolderWatchOptions {
  signal: AbortSignal
  /** Quiet time after the last event before `onChange`, because editors write in several steps. */
  debounceMs?: number
  /** Longest delay of `onChange` by a stream of events. */
  patienceMs?: number
  /** Retry interval while the folder cannot be watched: it does not exist, or the system has no watch left. */
  retryMs?: number
  calls?: FileCalls
  /** Names of the relevant files; others in the folder are ignored. Missing: all files. */
  names?: readonly string[]
}

/**
 * Calls `onChange` after something changed in the folder. Cases: a file is written in place; an editor writes another and renames it; the
 * folder is removed, replaced, or a symbolic link to it is switched, and is created again; a file is a symbolic link to somewhere else. It
 * polls only while the folder cannot be watched. A file that does not answer counts as unchanged and is checked again later. Network file
 * systems do not notify changes by other hosts. Ends with the signal; never throws.
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
        // The folder's own removal is notified with its own name; events of a busy parent folder must cost nothing.
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
  /** Watches the folder, its parent (for a switched link or a replaced folder) and the targets of links. */
  function rearm(found: Whereabouts) {
    generation++
    const before = watchers
    watchers = new Set()
    clearTimeout(retry)
    identity = found.identity
    const isWatched = found.exists && watchPath(folder, (name) => name === null || !names || names.includes(name))
    watchPath(dirname(folder), (name) => name === basename(folder))
    for (const target of found.links) watchPath(dirname(target), (name) => name === basename(target))
    // Only now, so that no event between the old and the new watches is missed.
    for (const watcher of before) watcher.close()
    if (!isWatched) lookLater()
  }
  function lookLater() {
    clearTimeout(retry)
    retry = setTimeout(() => void check(), retryMs).unref()
  }
  /** Called after an event, and while unwatched: checks whether the watches are still on the right folder. */
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
  /** Targets of files that are links. */
  links: string[]
  /** Device and inode, and the links: a replaced folder, or a switched link, has others. */
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
