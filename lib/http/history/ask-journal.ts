import 'server-only'
import { getJournal, type Journal } from '@/lib/journal/database'
import { JournalError } from '@/lib/journal/errors'
import { getLog } from '@/lib/base/log'

const patienceMs = 3_000

export type JournalAnswer<T> = { value: T; problem: null } | { value: null; problem: string }

/** Queries the journal, within three seconds. A journal that cannot be used is reported as a sentence, never thrown. */
export async function askJournal<T>(ask: (journal: Journal) => Promise<T>): Promise<JournalAnswer<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<JournalAnswer<T>>((resolve) => {
    timer = setTimeout(
      () => resolve({ value: null, problem: 'The journal did not answer within 3 s. Look at the database and its disk.' }),
      patienceMs,
    )
  })
  const asked = getJournal()
    .then(ask)
    .then((value): JournalAnswer<T> => ({ value, problem: null }), toProblem)
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

function toProblem(error: unknown): { value: null; problem: string } {
  if (JournalError.is(error)) return { value: null, problem: error.message }
  getLog().error({ err: error }, 'The journal could not be read.')
  return { value: null, problem: 'The journal could not be read. The server’s log says why.' }
}
