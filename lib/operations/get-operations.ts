import 'server-only'
import { resolve } from 'node:path'
import { OperationRefused } from '@/lib/model/operation-refused'
import { getJournal } from '@/lib/journal/database'
import { getJournalNews } from '@/lib/journal/news'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/base/log'
import { getEnvironment } from '@/lib/settings/environment'
import { startTakeoverService, type TakeoverService } from './autopilot/takeover-service'
import { Operations } from './operations'
import { verbs } from './verbs/all'

declare global {
  var understudyOperations: Promise<Operations> | undefined
  /** Made together with the operations. */
  var understudyTakeovers: TakeoverService | undefined
}

/** The operations of this process, on globalThis for the same reason as the console. */
export function getOperations(): Promise<Operations> {
  globalThis.understudyOperations ??= start()
  return globalThis.understudyOperations
}

/** What notes who is who, and the autopilots. @throws OperationRefused not-ready */
export async function getTakeoverService(): Promise<TakeoverService> {
  await getOperations()
  if (!globalThis.understudyTakeovers) throw new OperationRefused('not-ready', 'The autopilot is not there yet. Try again in a moment.')
  return globalThis.understudyTakeovers
}

/** Ends what runs, for the end of the process; before the journal is closed. */
export async function closeOperations(): Promise<void> {
  const { understudyOperations: operations, understudyTakeovers: takeovers } = globalThis
  globalThis.understudyOperations = undefined
  globalThis.understudyTakeovers = undefined
  await takeovers?.close()
  await operations?.then(
    (running) => running.close(),
    () => undefined,
  )
}

async function start(): Promise<Operations> {
  const ground = {
    console: await getConsole(),
    getJournal,
    log: getLog(),
    dataDir: resolve(getEnvironment().dataDir),
    environment: process.env,
  }
  const operations = new Operations({ ...ground, verbs })
  globalThis.understudyTakeovers = startTakeoverService({ ...ground, operations, onChange: () => getJournalNews().tell(['autopilots']) })
  return operations
}
