import 'server-only'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import { getConsole } from '@/lib/observer/console'
import { getLog } from '@/lib/observer/log'
import { getEnvironment } from '@/lib/settings/environment'
import { Operations } from './operations'
import { verbs } from './verbs/all'

declare global {
  var understudyOperations: Promise<Operations> | undefined
}

/** The operations of this process, on globalThis for the same reason as the console. */
export function getOperations(): Promise<Operations> {
  globalThis.understudyOperations ??= start()
  return globalThis.understudyOperations
}

/** Ends what runs, for the end of the process; before the journal is closed. */
export async function closeOperations(): Promise<void> {
  const operations = globalThis.understudyOperations
  globalThis.understudyOperations = undefined
  await operations?.then((running) => running.close(), () => undefined)
}

async function start(): Promise<Operations> {
  return new Operations({
    console: await getConsole(), getJournal, verbs, log: getLog(),
    dataDir: resolve(getEnvironment().dataDir),
    environment: process.env,
  })
}
