import 'server-only'
import { resolve } from 'node:path'
import { getLog } from '@/lib/base/log'
import { processWide } from '@/lib/base/process-wide'
import { getEnvironment } from '@/lib/settings/environment'
import type { Journal } from './dialect'
import { JournalError } from './errors'
import { getJournalChanges, changeTopics } from './changes'
import { openJournal } from './open'

export type { Journal } from './dialect'

/** How soon after a failure the database is tried again. */
const retryMs = 5_000

interface Opening {
  journal: Promise<Journal>
  problem: string | null
  failedAt: number | null
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    journal?: Opening
  }
}

/**
 * The journal of this process, on globalThis because pages, routes and instrumentation.ts share no module variables. After a failure it is
 * opened anew, at most every five seconds; until then the same error is thrown at once.
 * @throws JournalError with a sentence for the screen. Showing what is observed must not depend on it.
 */
export function getJournal(): Promise<Journal> {
  const last = processWide.journal
  if (last && (last.failedAt === null || Date.now() - last.failedAt < retryMs)) return last.journal
  const opening: Opening = { journal: open((cause) => takeFailure(opening, cause)), problem: last?.problem ?? null, failedAt: null }
  opening.journal.then(
    () => takeSuccess(opening),
    (error: unknown) => takeFailure(opening, error),
  )
  processWide.journal = opening
  return opening.journal
}

/** Why nothing is recorded now, for the screen; null: nothing is known to be wrong. */
export function findJournalProblem(): string | null {
  return processWide.journal?.problem ?? null
}

/** Ends with the process. */
export async function closeJournal(): Promise<void> {
  const opening = processWide.journal
  processWide.journal = undefined
  await opening?.journal.then(
    (journal) => journal.close(),
    () => undefined,
  )
}

async function open(onLost: (cause: Error) => void): Promise<Journal> {
  const { dataDir, databaseUrl } = getEnvironment()
  return openJournal({ dataDir: resolve(dataDir), databaseUrl }, { onLost, onChanges: (topics) => getJournalChanges().notify(topics) })
}

function takeSuccess(opening: Opening): void {
  if (opening.problem !== null) getLog().info('The journal can be used again.')
  opening.problem = null
  getJournalChanges().notify(changeTopics)
}

function takeFailure(opening: Opening, error: unknown): void {
  const problem = JournalError.is(error) ? error.message : 'The journal cannot be opened. The server’s log says why.'
  const isKnown = problem === opening.problem
  opening.problem = problem
  opening.failedAt = Date.now()
  // The next attempt fails alike: if each one notified, every open page would request each time.
  if (isKnown) return
  getLog().error({ err: error }, `Nothing is remembered. ${problem}`)
  getJournalChanges().notify(changeTopics)
}
