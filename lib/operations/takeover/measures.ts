import 'server-only'
import type { Journal } from '@/lib/journal/dialect'

export type MeasureKind = 'fenced-takeover' | 'hand-over' | 'autopilot'

/** Old ones say little of the cluster as it is. */
const LAST = 20

export async function noteMeasure({ db }: Journal, clusterId: string, kind: MeasureKind, leadsMs: number, runningMs: number | null): Promise<void> {
  await db.insertInto('takeover_measures').values({ cluster_id: clusterId, at: Date.now(), kind, leads_ms: Math.round(leadsMs), running_ms: runningMs === null ? null : Math.round(runningMs) }).execute()
}

/** From the death to all jobs RUNNING, the median of the last fenced ones; null: none was measured here yet. */
export async function findFencedMs({ db }: Journal, clusterId: string): Promise<number | null> {
  const rows = await db.selectFrom('takeover_measures').select('running_ms').where('cluster_id', '=', clusterId).where('running_ms', 'is not', null).orderBy('id', 'desc').limit(LAST).execute()
  const sorted = rows.flatMap(({ running_ms }) => (running_ms === null ? [] : [Number(running_ms)])).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
