import { afterEach, beforeEach } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { aJournalPlace, type TestJournals } from './a-journal'

/** Opens an empty journal before each test of a file, and removes it after. */
export function openJournalForEach(take: (journal: Journal) => void): void {
  let place: TestJournals
  beforeEach(async () => {
    place = aJournalPlace()
    take(await place.open())
  })
  afterEach(() => place.close())
}
