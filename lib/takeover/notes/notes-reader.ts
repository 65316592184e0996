import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '@/lib/journal/dialect'
import { readIdentitiesOf, type NotedIdentity } from './noted-identities'

/** Readiness trackers of a starting console ask within this time; SQLite and Postgres accept many more ids in one statement. */
const togetherMs = 20
const mostTogether = 500

type Notes = ReadonlyMap<string, NotedIdentity>

/** Reads the notes of clusters: one statement for all callers at about the same time, as two hundred are at a start. */
export function createNotesReader(getJournal: () => Promise<Journal>): (clusterId: string) => Promise<Notes> {
  let asked = new Set<string>()
  let answer: Promise<Map<string, Notes>> | null = null

  async function readTogether(ids: ReadonlySet<string>): Promise<Map<string, Notes>> {
    await sleep(togetherMs)
    if (ids === asked) answer = null
    return readIdentitiesOf(await getJournal(), [...ids])
  }
  return async (clusterId) => {
    if (answer === null || asked.size >= mostTogether) answer = readTogether((asked = new Set()))
    asked.add(clusterId)
    return (await answer).get(clusterId) ?? new Map()
  }
}
