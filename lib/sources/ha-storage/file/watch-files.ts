import 'server-only'
import type { ChangeWatch } from '../storage-backend'
import { watchFolders } from './watch-folders'

/** Watches the folders of the followed files. */
export function watchFiles(onTouched: (path: string | null) => void): ChangeWatch {
  /** How many files of each are followed. */
  const folders = new Map<string, number>()
  const watch = watchFolders(
    () => [...folders.keys()],
    (path) => onTouched(path !== null && folders.has(path) ? null : path),
  )
  return {
    follow: (path) => void folders.set(toFolder(path), (folders.get(toFolder(path)) ?? 0) + 1),
    unfollow(path) {
      const left = (folders.get(toFolder(path)) ?? 1) - 1
      if (left === 0) folders.delete(toFolder(path))
      else folders.set(toFolder(path), left)
    },
    update: () => watch.update(),
    isWatching: () => watch.isWatching(),
    close: () => watch.close(),
  }
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
