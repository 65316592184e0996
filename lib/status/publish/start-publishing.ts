import 'server-only'
import { getJournal } from '@/lib/journal/database'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/observer/log'
import { StatusPublisher } from './publisher'

declare global {
  var understudyPublisher: StatusPublisher | undefined
}

/** Starts with the server. A console that cannot start says so itself. */
export async function startPublishing(): Promise<void> {
  const console = await getConsole().catch(() => null)
  if (console === null || globalThis.understudyPublisher) return
  globalThis.understudyPublisher = new StatusPublisher({
    console, journal: getJournal, holder: console.epoch, log: getLog(),
    onWritten: () => void globalThis.understudyStatus?.store.look(),
    onPulse: () => undefined,
  })
}

export async function stopPublishing(): Promise<void> {
  await globalThis.understudyPublisher?.close()
  globalThis.understudyPublisher = undefined
}
