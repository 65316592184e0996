import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { AutopilotRun } from '@/lib/model/operation-answers'

export interface AutopilotSettings {
  isOn: boolean
  againAfterMs: number
  changedAt: number | null
  changedBy: string | null
}

/** Once an hour at most, until somebody has looked. */
export const AGAIN_AFTER_MS = 3_600_000
const NEVER_SET: AutopilotSettings = { isOn: false, againAfterMs: AGAIN_AFTER_MS, changedAt: null, changedBy: null }

export async function readSettings({ db }: Journal, clusterId: string): Promise<AutopilotSettings> {
  const row = await db.selectFrom('autopilots').selectAll().where('cluster_id', '=', clusterId).executeTakeFirst()
  return row ? { isOn: Number(row.is_on) === 1, againAfterMs: Number(row.again_after_ms), changedAt: Number(row.changed_at), changedBy: row.changed_by } : NEVER_SET
}

/** Of all clusters at once, for the look every few seconds. */
export async function readClustersOn({ db }: Journal): Promise<Set<string>> {
  const rows = await db.selectFrom('autopilots').select('cluster_id').where('is_on', '=', 1).execute()
  return new Set(rows.map(({ cluster_id }) => cluster_id))
}

export async function saveSettings({ db }: Journal, clusterId: string, { isOn, againAfterMs, by }: { isOn: boolean; againAfterMs: number; by: string }): Promise<void> {
  const row = { cluster_id: clusterId, is_on: isOn ? 1 : 0, again_after_ms: againAfterMs, changed_at: Date.now(), changed_by: by }
  await db.insertInto('autopilots').values(row).onConflict((conflict) => conflict.column('cluster_id').doUpdateSet(row)).execute()
}

export async function noteRun({ db }: Journal, clusterId: string, run: { leaderSessionId: string; master: string; result: AutopilotRun['result']; text: string; operationId: string | null }): Promise<void> {
  await db.insertInto('autopilot_runs').values({
    cluster_id: clusterId, at: Date.now(), leader_session_id: run.leaderSessionId, master: run.master, result: run.result, text: run.text, operation_id: run.operationId, acknowledged_at: null, acknowledged_by: null,
  }).execute()
}

/** Newest first. */
export async function readRuns({ db }: Journal, clusterId: string, limit = 50): Promise<AutopilotRun[]> {
  const rows = await db.selectFrom('autopilot_runs').selectAll().where('cluster_id', '=', clusterId).orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    id: Number(row.id), at: new Date(Number(row.at)).toISOString(), master: row.master, result: row.result as AutopilotRun['result'], text: row.text, operationId: row.operation_id,
    acknowledgedAt: row.acknowledged_at === null ? null : new Date(Number(row.acknowledged_at)).toISOString(), acknowledgedBy: row.acknowledged_by,
  }))
}

/** Whoever looked at what was done lets it act again. */
export async function acknowledgeRuns({ db }: Journal, clusterId: string, by: string): Promise<void> {
  await db.updateTable('autopilot_runs').set({ acknowledged_at: Date.now(), acknowledged_by: by }).where('cluster_id', '=', clusterId).where('acknowledged_at', 'is', null).execute()
}

/** It acted, nobody has looked since, and its time is not over. */
export function findHeldBackUntil(runs: readonly AutopilotRun[], againAfterMs: number, now: number): number | null {
  const last = runs.find(({ result, acknowledgedAt }) => (result === 'done' || result === 'failed') && acknowledgedAt === null)
  if (!last) return null
  const until = Date.parse(last.at) + againAfterMs
  return until > now ? until : null
}
