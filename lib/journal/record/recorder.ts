import 'server-only'
import { randomUUID } from 'node:crypto'
import { toMessage } from '@/lib/base/errors'
import { getLog } from '@/lib/base/log'
import type { Journal } from '../dialect'
import { recordClusters, type RecordedConsole } from './following'
import { startRetention, type KeptDays } from './retention'
import { createScribe } from './scribe'

/** After a write, changes within this time are written together; a change after a quiet time is written at once. */
const gatherMs = 100
/** Leases are extended and observations moved on this often. */
const beatMs = 4_000
const retryMs = 2_000
/** Writing waits at most so long for the first snapshots of all clusters, which matter more at a start. */
const longestStartMs = 8_000

export interface Recorder {
  /** Writes pending changes and waits until they are on disk, or known not to be. */
  flush(): Promise<void>
  /** Writes the rest and releases its leases. */
  close(): Promise<void>
}

export interface RecorderOptions {
  console: RecordedConsole
  getJournal: () => Promise<Journal>
  /** Names this process among the replicas. */
  holder?: string
  leaseMs?: number
  /** Absent: everything is kept. */
  kept?: KeptDays
}

/**
 * Records what the console publishes. It receives each revision after the readers of the page and writes the changes in one transaction, at
 * most ten a second. Unwritten changes wait while the database is away and while another replica holds the lease of the cluster.
 */
export function startRecorder({ console, getJournal, holder = randomUUID(), leaseMs = 15_000, kept }: RecorderOptions): Recorder {
  const scribe = createScribe(holder, leaseMs)
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  let problem: string | null = null
  let writtenAt = 0
  let writing: Promise<void> = Promise.resolve()

  const later = (ms: number) => {
    if (!isClosed) timer ??= setTimeout(() => ((timer = null), flushStarted()), ms)
  }
  const following = recordClusters(console, () => later(Math.min(gatherMs, Math.max(0, writtenAt + gatherMs - Date.now()))))
  const flush = () => (writing = writing.then(writeAll))
  const started = console.whenReady(longestStartMs)
  const flushStarted = () => void started.then(() => (isClosed ? undefined : flush()))
  async function writeAll(): Promise<void> {
    try {
      const isMore = await scribe.write(await getJournal(), following.recorders())
      if (problem !== null) getLog().info('The journal is written again.')
      problem = null
      writtenAt = Date.now()
      if (isMore) later(0)
    } catch (error) {
      const message = toMessage(error)
      if (message !== problem)
        getLog().error({ err: error }, 'The journal could not be written. What happens is kept in memory and written later.')
      problem = message
      later(retryMs)
    }
  }
  const beat = setInterval(() => {
    following.look()
    flushStarted()
  }, beatMs)
  beat.unref()
  const stopRetention = kept ? startRetention(getJournal, kept, holder) : () => undefined
  return {
    flush,
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      clearInterval(beat)
      following.close()
      stopRetention()
      await new Promise(setImmediate)
      await flush()
      await getJournal().then(
        (journal) => scribe.close(journal),
        () => undefined,
      )
    },
  }
}
