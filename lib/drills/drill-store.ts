import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { Drill, DrillList, DrillReport } from '@/lib/model/drills/drill-report'
import { measureDrill } from '@/lib/model/drills/measure-drill'
import type { DrillRecord } from './drill-run'

const most = 200

/** Begins a drill's row, with the next number of its cluster; the cluster's lease makes it the only one. */
export async function insertDrill({ db }: Journal, record: Omit<DrillRecord, 'number'>): Promise<number> {
  const last = await db
    .selectFrom('drills')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('cluster_id', '=', record.clusterId)
    .executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  await db
    .insertInto('drills')
    .values({
      id: record.id,
      cluster_id: record.clusterId,
      number,
      scenario: record.document.scenario,
      started_at: Date.parse(record.startedAt),
      ended_at: null,
      verdict: null,
      record: JSON.stringify({ ...record, number } satisfies DrillRecord),
      report: null,
    })
    .execute()
  return number
}

export async function saveDrill({ db }: Journal, record: DrillRecord): Promise<void> {
  await db
    .updateTable('drills')
    .set({ record: JSON.stringify(record) })
    .where('id', '=', record.id)
    .execute()
}

export async function saveReport({ db }: Journal, record: DrillRecord, report: DrillReport): Promise<void> {
  await db
    .updateTable('drills')
    .set({
      record: JSON.stringify(record),
      report: JSON.stringify(report),
      verdict: report.verdict,
      ended_at: Date.parse(report.endedAt),
    })
    .where('id', '=', record.id)
    .execute()
}

interface StoredDrill {
  record: DrillRecord
  /** null: it runs, or its console ended and nothing was written of it yet. */
  report: DrillReport | null
}

/** null: there is no such drill. */
export async function findStoredDrill({ db }: Journal, id: string): Promise<StoredDrill | null> {
  const row = await db.selectFrom('drills').select(['record', 'report']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toStored(row)
}

/** Drills of a cluster, newest first. */
export async function listDrills({ db }: Journal, clusterId: string, limit: number): Promise<DrillList['drills']> {
  const rows = await db
    .selectFrom('drills')
    .select(['record', 'report'])
    .where('cluster_id', '=', clusterId)
    .orderBy('number', 'desc')
    .limit(Math.min(limit, most))
    .execute()
  return rows.map((row) => {
    const { evidence: _evidence, document: _document, ...shown } = toDrill(toStored(row))
    return shown
  })
}

function toStored({ record, report }: { record: string; report: string | null }): StoredDrill {
  return { record: JSON.parse(record) as DrillRecord, report: report === null ? null : (JSON.parse(report) as DrillReport) }
}

/** A drill as the API shows it, also while it runs. */
export function toDrill({ record, report }: StoredDrill): Drill {
  const { id, number, clusterId, startedAt, document, prediction, target, evidence } = record
  return {
    id,
    number,
    clusterId,
    scenario: document.scenario,
    state: report === null ? 'running' : 'ended',
    verdict: report?.verdict ?? null,
    sentence: report?.sentence ?? null,
    startedAt,
    endedAt: report?.endedAt ?? null,
    document,
    prediction,
    target,
    guard: report?.guard ?? record.guard,
    evidence,
    measures: report?.measures ?? toMeasures(record),
  }
}

export function toMeasures({ document, prediction, evidence, jobs, leaderBefore }: DrillRecord): Drill['measures'] {
  return measureDrill({ scenario: document.scenario, prediction, evidence, jobs, leaderBefore })
}
