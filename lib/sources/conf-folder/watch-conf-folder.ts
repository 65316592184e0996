import 'server-only'
import { readConfFolder, type ConfFolder, type ConfFolderOptions } from './read'
import { watchFolder, type FolderWatchOptions } from '@/lib/files/watch-folder'

// `..data` is the link that a Kubernetes ConfigMap volume switches when its files change.
const confNames = ['flink-conf.yaml', 'config.yaml', 'masters', 'workers', 'slaves', 'zoo.cfg', 'yarn-site.xml', '..data']
/** A file system does not notify when it answers again. */
const hangingMs = 5_000

interface Options extends ConfFolderOptions, Omit<FolderWatchOptions, 'names'> {
  /** Interval in ms for retries of a folder whose file system does not answer. */
  hangingMs?: number
}

/**
 * Reads the folder once and again after each change, one reading at a time. `onRead` gets each reading; never throws.
 * While its file system does not answer, readings continue and report that.
 */
export function watchConfFolder(folder: string, onRead: (reading: ConfFolder) => void, options: Options): void {
  let reading = false
  let again = false
  let retry: NodeJS.Timeout | undefined
  async function read() {
    if (reading) {
      again = true
      return
    }
    reading = true
    clearTimeout(retry)
    do {
      again = false
      take(await readConfFolder(folder, options))
    } while (again && !options.signal.aborted)
    reading = false
  }
  function take(found: ConfFolder) {
    if (options.signal.aborted) return
    if (found.isHanging) retry = setTimeout(() => void read(), options.hangingMs ?? hangingMs).unref()
    onRead(found)
  }
  // Watch first, so that a change during the first reading is not lost.
  watchFolder(folder, () => void read(), { ...options, names: confNames })
  options.signal.addEventListener('abort', () => clearTimeout(retry), { once: true })
  void read()
}
