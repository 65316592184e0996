import 'server-only'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/observer/log'
import { getEnvironment } from '@/lib/settings/environment'
import { startTakeoverService, type TakeoverService } from './autopilot/takeover-service'
import { Operations } from './operations'
import { verbs } from './verbs/all'

interface Running {
  operations: Operations
  takeovers: TakeoverService
}

declare global {
  var understudyOperations: Promise<Running> | undefined
}

/** The operations of this process, on globalThis for the same reason as the console. */
export async function getOperations(): Promise<Operations> {
  return (await getRunning()).operations
}

/** What notes who is who, and the autopilots. */
export async function getTakeoverService(): Promise<TakeoverService> {
  return (await getRunning()).takeovers
}

/** Ends what runs, for the end of the process; before the journal is closed. */
export async function closeOperations(): Promise<void> {
  const running = globalThis.understudyOperations
  globalThis.understudyOperations = undefined
  const all = await running?.catch(() => null)
  await all?.takeovers.close()
  await all?.operations.close()
}

function getRunning(): Promise<Running> {
  globalThis.understudyOperations ??= start()
  return globalThis.understudyOperations
}

async function start(): Promise<Running> {
  const ground = { console: await getConsole(), getJournal, log: getLog(), dataDir: resolve(getEnvironment().dataDir), environment: process.env }
  const operations = new Operations({ ...ground, verbs })
  return { operations, takeovers: startTakeoverService({ ...ground, operations }) }
}
