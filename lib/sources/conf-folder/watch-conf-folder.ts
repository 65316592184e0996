import 'server-only'
import { readConfFolder, type ConfFolder, type ConfFolderOptions } from './read'
import { watchFolder, type WatchOptions } from './watch'

// `..data` is the link a Kubernetes ConfigMap volume switches when its files change.
const confNames = ['flink-conf.yaml', 'config.yaml', 'masters', 'workers', 'slaves', 'zoo.cfg', 'yarn-site.xml', '..data']

/** Reads the folder once and again after each change, one reading at a time. `onRead` gets each reading; never throws. */
export function watchConfFolder(
  folder: string,
  onRead: (reading: ConfFolder) => void,
  options: ConfFolderOptions & Omit<WatchOptions, 'names'>,
): void {
  let reading = false
  let again = false
  async function read() {
    if (reading) {
      again = true
      return
    }
    reading = true
    do {
      again = false
      const found = await readConfFolder(folder, options)
      if (!options.signal.aborted) onRead(found)
    } while (again && !options.signal.aborted)
    reading = false
  }
  // Watch first: a change during the first reading is then not lost.
  watchFolder(folder, () => void read(), { ...options, names: confNames })
  void read()
}
