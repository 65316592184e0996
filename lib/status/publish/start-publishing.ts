import 'server-only'
import type { BlockList } from 'node:net'
import type { Logger } from 'pino'
import { processWide } from '@/lib/base/process-wide'
import { getJournal, type Journal } from '@/lib/journal/database'
import { removeOldStatus } from '@/lib/status/store/retention'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/base/log'
import { readAllowed } from '@/lib/status/webhooks/addresses'
import { Courier } from '@/lib/status/webhooks/courier'
import { StatusPublisher } from './publisher'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    publisher?: StatusPublisher
  }
}

/** Starts with the server. A console that cannot start reports it itself. */
export async function startPublishing(): Promise<void> {
  const console = await getConsole().catch(() => null)
  if (console === null || processWide.publisher) return
  const log = getLog()
  const courier = new Courier(findAllowed(log), (error) =>
    log.error({ err: error }, 'Webhooks could not be delivered; they are tried again.'),
  )
  const tidy = createTidying((error) =>
    log.error({ err: error }, 'Old rows of status pages could not be removed; it is tried again in an hour.'),
  )
  processWide.publisher = new StatusPublisher({
    console,
    journal: getJournal,
    holder: console.epoch,
    log,
    onWritten: () => void processWide.status?.store.look(),
    onPulse: (journal) => {
      courier.poke(journal)
      tidy(journal)
    },
  })
}

const tidyMs = 3_600_000

/** Once an hour, beside everything else. */
function createTidying(onError: (error: unknown) => void): (journal: Journal) => void {
  let nextAt = 0
  return (journal) => {
    if (Date.now() < nextAt) return
    nextAt = Date.now() + tidyMs
    removeOldStatus(journal, Date.now()).catch(onError)
  }
}

export async function stopPublishing(): Promise<void> {
  await processWide.publisher?.close()
  processWide.publisher = undefined
}

/** A setting that cannot be read allows nothing. */
function findAllowed(log: Logger): BlockList | null {
  try {
    return readAllowed(process.env.UNDERSTUDY_WEBHOOKS_ALLOW)
  } catch (error) {
    log.error({ err: error }, 'UNDERSTUDY_WEBHOOKS_ALLOW cannot be read, so webhooks go to public addresses only.')
    return null
  }
}
