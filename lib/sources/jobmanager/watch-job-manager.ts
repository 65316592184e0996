import 'server-only'
import { systemClock } from '@/lib/base/clock'
import { JobManagerWatcher } from './watcher'
import type { WatchedMaster, JobManagerWatchOptions, JobManagerWatch } from './watched-master'

/** Watches one JobManager through its web UI port, and reconnects until it is closed. Never throws. */
export function watchJobManager(master: WatchedMaster, options: JobManagerWatchOptions): JobManagerWatch {
  const watcher = new JobManagerWatcher(master, { ...options, clock: options.clock ?? systemClock })
  if (options.signal?.aborted) watcher.close()
  else options.signal?.addEventListener('abort', () => watcher.close(), { once: true })
  return watcher
}
