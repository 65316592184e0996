import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import { findLeaseHolder } from '@/lib/journal/leases'
import type { OperationRecord } from '@/lib/model/operation'
import type { AutopilotRun } from '@/lib/model/autopilot-view'

export interface AutopilotSettings {
  isOn: boolean
  againAfterMs: number
  changedAt: number | null
  changedBy: string | null
}

/** At most once an hour, until an operator has looked. */
export const actAgainAfterMs = 3_600_000
const neverSet: AutopilotSettings = { isOn: false, againAfterMs: actAgainAfterMs, changedAt: null, changedBy: null }

export async function readSettings({ db }: Journal, clusterId: string): Promise<AutopilotSettings> {
  const row = await db.selectFrom('autopilots').selectAll().where('cluster_id', '=', clusterId).executeTakeFirst()
  return row
    ? {
        isOn: Number(row.is_on) === 1,
        againAfterMs: Number(row.again_after_ms),
        changedAt: Number(row.changed_at),
        changedBy: row.changed_by,
      }
    : neverSet
}

/** Reads all clusters at once, for the check every few seconds. */
export async function readClustersOn({ db }: Journal): Promise<Set<string>> {
  const rows = await db.selectFrom('autopilots').select('cluster_id').where('is_on', '=', 1).execute()
  return new Set(rows.map(({ cluster_id }) => cluster_id))
}

export async function saveSettings(
  { db }: Journal,
  clusterId: string,
  { isOn, againAfterMs, by }: { isOn: boolean; againAfterMs: number; by: string },
): Promise<void> {
  const row = { cluster_id: clusterId, is_on: isOn ? 1 : 0, again_after_ms: againAfterMs, changed_at: Date.now(), changed_by: by }
  await db
    .insertInto('autopilots')
    .values(row)
    .onConflict((conflict) => conflict.column('cluster_id').doUpdateSet(row))
    .execute()
}

type Ended = Pick<AutopilotRun, 'result' | 'text' | 'operationId'>

/** @returns the id of the run */
async function insertRun({ db }: Journal, clusterId: string, run: Ended & { leaderSessionId: string; master: string }): Promise<number> {
  const { id } = await db
    .insertInto('autopilot_runs')
    .values({
      cluster_id: clusterId,
      at: Date.now(),
      leader_session_id: run.leaderSessionId,
      master: run.master,
      result: run.result,
      text: run.text,
      operation_id: run.operationId,
      acknowledged_at: null,
      acknowledged_by: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return Number(id)
}

/** Records a run that is over at the moment it is recorded, e.g. held back. */
export async function noteRun(
  journal: Journal,
  clusterId: string,
  run: Ended & { leaderSessionId: string; master: string },
): Promise<void> {
  await insertRun(journal, clusterId, run)
}

/** Recorded before anything is done: after a console dies in the middle, its successor must not act again as if it never had. */
export function beginRun(journal: Journal, clusterId: string, target: { leaderSessionId: string; master: string }): Promise<number> {
  return insertRun(journal, clusterId, {
    ...target,
    result: 'running',
    text: `${target.master} exited unexpectedly. It acts.`,
    operationId: null,
  })
}

export async function tieRun({ db }: Journal, id: number, operationId: string): Promise<void> {
  await db.updateTable('autopilot_runs').set({ operation_id: operationId }).where('id', '=', id).execute()
}

/** Ends only a run that is not over: another console that recorded its end meanwhile saw the same operation. */
export async function endRun({ db }: Journal, id: number, { result, text, operationId }: Ended): Promise<void> {
  await db
    .updateTable('autopilot_runs')
    .set({ result, text, operation_id: operationId })
    .where('id', '=', id)
    .where('result', '=', 'running')
    .execute()
}

/** The lease of the console that acts on one exit; the console keeps it while it waits for another operation to end. */
export const toExitLease = (clusterId: string, leaderSessionId: string) => `autopilot:${clusterId}:${leaderSessionId}`

/** Longer than it takes to plan a takeover. */
const beginsWithinMs = 60_000

/** Records how runs ended whose console died before it could. */
export async function closeRuns(
  journal: Journal,
  findOperation: (id: string) => Promise<OperationRecord | null>,
  now = Date.now(),
): Promise<void> {
  const rows = await journal.db
    .selectFrom('autopilot_runs')
    .select(['id', 'cluster_id', 'leader_session_id', 'at', 'master', 'operation_id'])
    .where('result', '=', 'running')
    .execute()
  for (const { id, cluster_id: clusterId, leader_session_id: leaderSessionId, at, master, operation_id: operationId } of rows) {
    const operation = operationId === null ? null : await findOperation(operationId)
    if (operation) {
      if (operation.state !== 'running')
        await endRun(journal, Number(id), { result: toRunResult(operation), text: operation.result ?? '', operationId })
    } else if (Number(at) < now - beginsWithinMs && (await findLeaseHolder(journal, toExitLease(clusterId, leaderSessionId))) === null) {
      await endRun(journal, Number(id), {
        result: 'failed',
        text: `${master} exited unexpectedly. The console ended before it could begin the takeover; nothing was done.`,
        operationId,
      })
    }
  }
}

/** An operation that was refused as it began did nothing, so it holds nothing back. */
export function toRunResult({ state }: OperationRecord): 'done' | 'refused' | 'failed' {
  return state === 'done' || state === 'refused' ? state : 'failed'
}

/** Runs, newest first. */
export async function readRuns({ db }: Journal, clusterId: string, limit = 50): Promise<AutopilotRun[]> {
  const rows = await db
    .selectFrom('autopilot_runs')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: Number(row.id),
    at: new Date(Number(row.at)).toISOString(),
    master: row.master,
    result: row.result as AutopilotRun['result'],
    text: row.text,
    operationId: row.operation_id,
    acknowledgedAt: row.acknowledged_at === null ? null : new Date(Number(row.acknowledged_at)).toISOString(),
    acknowledgedBy: row.acknowledged_by,
  }))
}

export interface RunOfLeader extends Pick<AutopilotRun, 'id' | 'result' | 'operationId'> {
  /** ms since 1970, by the clock of the console that wrote it. */
  at: number
}

/** The newest run for one leader. */
export async function findRunOf({ db }: Journal, clusterId: string, leaderSessionId: string): Promise<RunOfLeader | null> {
  const row = await db
    .selectFrom('autopilot_runs')
    .select(['id', 'at', 'result', 'operation_id'])
    .where('cluster_id', '=', clusterId)
    .where('leader_session_id', '=', leaderSessionId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return { id: Number(row.id), at: Number(row.at), result: row.result as AutopilotRun['result'], operationId: row.operation_id }
}

/** An operator who has looked at what the autopilot did lets it act again. */
export async function acknowledgeRuns({ db }: Journal, clusterId: string, by: string): Promise<void> {
  await db
    .updateTable('autopilot_runs')
    .set({ acknowledged_at: Date.now(), acknowledged_by: by })
    .where('cluster_id', '=', clusterId)
    .where('acknowledged_at', 'is', null)
    .where('result', '<>', 'running')
    .execute()
}

/** Until when the autopilot is held back: it acted (or acts now), no operator has looked since, and its time is not over. */
export function findHeldBackUntil(runs: readonly AutopilotRun[], againAfterMs: number, now: number): number | null {
  const last = runs.find(
    ({ result, acknowledgedAt }) => (result === 'done' || result === 'failed' || result === 'running') && acknowledgedAt === null,
  )
  if (!last) return null
  const until = Date.parse(last.at) + againAfterMs
  return until > now ? until : null
}
