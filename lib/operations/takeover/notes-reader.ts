import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import { readIdentitiesOf, type NotedIdentity } from './identities'

/** Keepers of a console that starts ask within this time; SQLite and Postgres take many more ids in one statement. */
const TOGETHER_MS = 20
const MOST_TOGETHER = 500

type Notes = ReadonlyMap<string, NotedIdentity>

/** Reads what is noted of clusters: one statement for all who ask at about the same time, as two hundred do at a start. */
export function createNotesReader(getJournal: () => Promise<Journal>): (clusterId: string) => Promise<Notes> {
  let waiting = new Map<string, { answer: Promise<Notes>; settle: (all: Promise<Map<string, Notes>>) => void }>()

  function read(): void {
    const asked = waiting
    waiting = new Map()
    const all = getJournal().then((journal) => readIdentitiesOf(journal, [...asked.keys()]))
    for (const { settle } of asked.values()) settle(all)
  }
  return (clusterId) => {
    const known = waiting.get(clusterId)
    if (known) return known.answer
    if (waiting.size === 0) setTimeout(() => waiting.size > 0 && read(), TOGETHER_MS)
    let settle: (all: Promise<Map<string, Notes>>) => void = () => undefined
    const answer = new Promise<Map<string, Notes>>((resolve) => (settle = resolve)).then((all) => all.get(clusterId) ?? new Map())
    waiting.set(clusterId, { answer, settle })
    if (waiting.size >= MOST_TOGETHER) read()
    return answer
  }
}
