import 'server-only'
import type { Journal } from '@/lib/journal/dialect'

export type MeasureKind = 'fenced-takeover' | 'hand-over' | 'autopilot'

/** Older takeovers say little of the cluster as it is. */
const last = 20

export async function noteMeasure(
  { db }: Journal,
  clusterId: string,
  kind: MeasureKind,
  leadsMs: number,
  runningMs: number | null,
): Promise<void> {
  await db
    .insertInto('takeover_measures')
    .values({
      cluster_id: clusterId,
      at: Date.now(),
      kind,
      leads_ms: Math.round(leadsMs),
      running_ms: runningMs === null ? null : Math.round(runningMs),
    })
    .execute()
}

export interface Measured {
  leadsMs: number
  runningMs: number
}

/** Medians of the last takeovers: until the next one led, and until all jobs ran; null: none was measured here yet. */
export async function findMeasured({ db }: Journal, clusterId: string): Promise<Measured | null> {
  const rows = await db
    .selectFrom('takeover_measures')
    .select(['leads_ms', 'running_ms'])
    .where('cluster_id', '=', clusterId)
    .where('running_ms', 'is not', null)
    .orderBy('id', 'desc')
    .limit(last)
    .execute()
  if (rows.length === 0) return null
  return {
    leadsMs: toMedian(rows.map(({ leads_ms }) => Number(leads_ms))),
    runningMs: toMedian(rows.map(({ running_ms }) => Number(running_ms))),
  }
}

function toMedian(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
