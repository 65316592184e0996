import 'server-only'
import type { BlockList } from 'node:net'
import type { Logger } from 'pino'
import { getJournal } from '@/lib/journal/database'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/observer/log'
import { readAllowed } from '@/lib/status/webhooks/addresses'
import { Courier } from '@/lib/status/webhooks/courier'
import { StatusPublisher } from './publisher'

declare global {
  var understudyPublisher: StatusPublisher | undefined
}

/** Starts with the server. A console that cannot start says so itself. */
export async function startPublishing(): Promise<void> {
  const console = await getConsole().catch(() => null)
  if (console === null || globalThis.understudyPublisher) return
  const log = getLog()
  const courier = new Courier(findAllowed(log), (error) => log.error({ err: error }, 'Webhooks could not be delivered; they are tried again.'))
  globalThis.understudyPublisher = new StatusPublisher({
    console, journal: getJournal, holder: console.epoch, log,
    onWritten: () => void globalThis.understudyStatus?.store.look(),
    onPulse: (journal) => courier.poke(journal),
  })
}

export async function stopPublishing(): Promise<void> {
  await globalThis.understudyPublisher?.close()
  globalThis.understudyPublisher = undefined
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
