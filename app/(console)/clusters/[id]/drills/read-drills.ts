import 'server-only'
import { findStoredDrill, listDrills, toDrill } from '@/lib/drills/drill-store'
import { getJournal } from '@/lib/journal/database'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { Drill, DrillList, DrillReport } from '@/lib/model/drills/drill-report'

const most = 200

/** The drills of a cluster as its pages first show them; undefined: the journal cannot be read, and the page says why when it asks. */
export async function readDrills(console: UnderstudyConsole, clusterId: string): Promise<DrillList | undefined> {
  const allowed = console.findSettings(clusterId)?.drills.allow ?? false
  return getJournal()
    .then(async (journal) => ({ allowed, drills: await listDrills(journal, clusterId, most) }))
    .catch(() => undefined)
}

/** One drill with its report. null: there is none, or the journal cannot be read. */
export async function readDrill(id: string): Promise<{ drill: Drill; report: DrillReport | null } | null> {
  const stored = await getJournal()
    .then((journal) => findStoredDrill(journal, id))
    .catch(() => null)
  return stored && { drill: toDrill(stored), report: stored.report }
}
