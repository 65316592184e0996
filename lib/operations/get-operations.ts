import 'server-only'
import { resolve } from 'node:path'
import { processWide } from '@/lib/base/process-wide'
import { OperationRefused } from '@/lib/model/operation-refused'
import { getJournal } from '@/lib/journal/database'
import { getJournalChanges } from '@/lib/journal/changes'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/base/log'
import { getEnvironment } from '@/lib/settings/environment'
import { startTakeoverService, type TakeoverService } from '@/lib/takeover/autopilot/takeover-service'
import { Operations } from './run/operations'
import { verbs } from './verbs/all'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    operations?: Promise<Operations>
    /** Created together with the operations. */
    takeovers?: TakeoverService
  }
}

/** The operations of this process, on globalThis for the same reason as the console. */
export function getOperations(): Promise<Operations> {
  processWide.operations ??= start()
  return processWide.operations
}

/** The service that identifies processes, and the autopilots. @throws OperationRefused not-ready */
export async function getTakeoverService(): Promise<TakeoverService> {
  await getOperations()
  if (!processWide.takeovers) throw new OperationRefused('not-ready', 'The autopilot is not there yet. Try again in a moment.')
  return processWide.takeovers
}

/** Ends what runs, for the end of the process; before the journal is closed. */
export async function closeOperations(): Promise<void> {
  const { operations, takeovers } = processWide
  processWide.operations = undefined
  processWide.takeovers = undefined
  await takeovers?.close()
  await operations?.then(
    (running) => running.close(),
    () => undefined,
  )
}

async function start(): Promise<Operations> {
  const shared = {
    console: await getConsole(),
    getJournal,
    log: getLog(),
    dataDir: resolve(getEnvironment().dataDir),
    environment: process.env,
  }
  const operations = new Operations({ ...shared, verbs })
  processWide.takeovers = startTakeoverService({ ...shared, operations, onChange: () => getJournalChanges().notify(['autopilots']) })
  return operations
}
