import { processWide, type ProcessWide } from '@/lib/base/process-wide'
import type { Journal } from '@/lib/journal/database'
import { playDrill, seedDrills } from './a-drills'

type Opening = ProcessWide['journal']

/** Whatever the product reads from its journal, it reads after the rows of the gallery are there. */
export function fillJournal(): void {
  let held: Opening
  Object.defineProperty(processWide, 'journal', {
    get: () => held,
    set(opening: Opening) {
      held = opening
      if (opening) opening.journal = opening.journal.then(fill)
    },
  })
}

async function fill(journal: Journal): Promise<Journal> {
  const { count } = await journal.db
    .selectFrom('drills')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) === 0) await seedDrills(journal)
  setInterval(() => void playDrill(journal).catch(() => undefined), 1_000).unref()
  return journal
}
