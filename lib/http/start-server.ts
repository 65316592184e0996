import 'server-only'
import { getAccess } from '@/lib/access/access'
import { findFirstWords } from '@/lib/access/people/first-administrator'
import { processWide } from '@/lib/base/process-wide'
import { closeJournal, getJournal } from '@/lib/journal/database'
import { startRecorder, type Recorder } from '@/lib/journal/record/recorder'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/base/log'
import { startPublishing, stopPublishing } from '@/lib/status/publish/start-publishing'
import { getEnvironment } from '@/lib/settings/environment'
import { getReaders } from './sse/readers'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    recorder?: Recorder
  }
}

/**
 * Starts the observers with the server and ends with it. It does not wait for them: pages show that nothing is known yet. A start that
 * failed is logged once here; whatever needs the console then reports it.
 * @param beforeStop ends operations, while they can still be observed and recorded
 */
export function startServer(beforeStop: () => Promise<void> = async () => undefined): void {
  const log = getLog()
  getConsole().then(
    (console) => {
      processWide.recorder ??= startRecorder({ console, getJournal, kept: getEnvironment() })
      log.info({ clusters: console.clusters().map(({ id }) => id) }, 'Observing.')
    },
    (error: unknown) => log.error({ err: error }, 'Understudy could not start observing. Fix what the error names and start it again.'),
  )
  // A journal that cannot be opened logs the reason itself, and the console shows it: observing goes on.
  getJournal().catch(() => undefined)
  void startPublishing()
  void announceFirstLink()
  process.once('SIGTERM', () => void stopServer(beforeStop))
  process.once('SIGINT', () => void stopServer(beforeStop))
}

/** Printed for the person who started the console, and kept in no log of its own: its reader becomes the console's administrator. */
async function announceFirstLink(): Promise<void> {
  try {
    const words = await findFirstWords(await getAccess())
    if (words !== null) process.stdout.write(`\n${words}\n`)
  } catch (error) {
    getLog().error({ err: error }, 'Sign-in is not possible: people and sessions are kept in the database, and it cannot be used.')
  }
}

/** Open event streams would keep Next's own shutdown, which waits for all answers to end, waiting forever. */
export async function stopServer(beforeStop: () => Promise<void> = async () => undefined): Promise<void> {
  getReaders().close()
  processWide.status?.close()
  try {
    await beforeStop()
    const console = await processWide.console
    await processWide.recorder?.close()
    processWide.recorder = undefined
    await stopPublishing()
    await console?.close()
    await closeJournal()
  } catch (error) {
    getLog().error({ err: error }, 'The observers did not end cleanly; the process ends nevertheless.')
  }
}
