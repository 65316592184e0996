import 'server-only'
import { watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

export interface FolderWatch {
  /** The set of folders may have changed. */
  update(): void
  /** Whether every wanted folder is watched; false: changes may be missed. */
  isWatching(): boolean
  close(): void
}

const mostFolders = 16
/** Retry interval for a folder that cannot be watched (missing, or too many watches). */
const retryMs = 15_000

/**
 * Notifies when a file of these folders was created, changed or removed (inotify, kqueue). `null`: the folder itself.
 * Network shares notify only changes by this host: those by other hosts are found by slow polling.
 */
export function watchFolders(wanted: () => readonly string[], onTouched: (path: string | null) => void): FolderWatch {
  const watches = new Map<string, FSWatcher>()
  const failedAt = new Map<string, number>()
  let isClosed = false

  function stop(folder: string): void {
    watches.get(folder)?.close()
    watches.delete(folder)
  }
  function fail(folder: string): void {
    stop(folder)
    failedAt.set(folder, Date.now())
    if (!isClosed) onTouched(folder)
  }
  function start(folder: string): void {
    if (Date.now() - (failedAt.get(folder) ?? -Infinity) < retryMs) return
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        onTouched(name === null ? folder : join(folder, name))
        // The folder itself was moved or removed: the watch is useless now.
        if (event === 'rename' && name === folder.slice(folder.lastIndexOf('/') + 1)) fail(folder)
      })
      watcher.on('error', () => fail(folder))
      watches.set(folder, watcher)
      failedAt.delete(folder)
    } catch {
      failedAt.set(folder, Date.now())
    }
  }
  return {
    update() {
      if (isClosed) return
      const folders = wanted().slice(0, mostFolders)
      for (const folder of watches.keys()) if (!folders.includes(folder)) stop(folder)
      for (const folder of folders) if (!watches.has(folder)) start(folder)
    },
    isWatching: () => wanted().every((folder) => watches.has(folder)),
    close() {
      isClosed = true
      for (const folder of [...watches.keys()]) stop(folder)
    },
  }
}
