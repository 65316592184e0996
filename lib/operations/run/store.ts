import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { OperationRecord } from '@/lib/model/operation'
import { createEmergencyStopStore, type EmergencyStopStore } from './emergency-stop-store'
import type { EarlierRequest, RequestKey } from './command'

/** Operations as the database keeps them, for all replicas. */
export interface OperationStore extends EmergencyStopStore {
  /** @returns false: an operation was begun under this key already */
  insert(record: OperationRecord, once: RequestKey | null): Promise<boolean>
  /** The operation that was begun under a key. */
  findBegun(once: RequestKey): Promise<EarlierRequest | null>
  /** Writes the progress, unless the operation is recorded as over. @returns who asked for its end; null: no one did */
  save(record: OperationRecord): Promise<string | null>
  find(id: string): Promise<OperationRecord | null>
  /** Operations, newest first. */
  list(wanted: { clusterId?: string | null; limit: number }): Promise<OperationRecord[]>
  running(): Promise<OperationRecord[]>
  /** Ends only a running operation: another console that ended it meanwhile has reported it. @returns whether it was running */
  end(record: OperationRecord): Promise<boolean>
  askToAbort(id: string, by: string): Promise<void>
}

export function createStore({ db }: Pick<Journal, 'db'>): OperationStore {
  const toRecord = ({ record }: { record: string }) => JSON.parse(record) as OperationRecord
  const updateRunning = (record: OperationRecord) =>
    db
      .updateTable('operations')
      .set(toColumns(record))
      .where('id', '=', record.id)
      .where('state', '=', 'running')
      .returning('abort_by')
      .executeTakeFirst()
  return {
    async insert(record, once) {
      const row = { ...toColumns(record), abort_by: null, request_key: once?.key ?? null, request_content: once?.content ?? null }
      const inserted = await db
        .insertInto('operations')
        .values(row)
        .onConflict((conflict) => conflict.column('request_key').doNothing())
        .returning('id')
        .executeTakeFirst()
      return inserted !== undefined
    },
    async findBegun({ key }) {
      const row = await db.selectFrom('operations').select(['record', 'request_content']).where('request_key', '=', key).executeTakeFirst()
      return row ? { record: toRecord(row), content: row.request_content ?? '' } : null
    },
    async save(record) {
      return (await updateRunning(record))?.abort_by ?? null
    },
    async find(id) {
      const row = await db.selectFrom('operations').select('record').where('id', '=', id).executeTakeFirst()
      return row ? toRecord(row) : null
    },
    async list({ clusterId, limit }) {
      const all = db.selectFrom('operations').select('record').orderBy('started_at', 'desc').orderBy('id').limit(limit)
      return (await (clusterId ? all.where('cluster_id', '=', clusterId) : all).execute()).map(toRecord)
    },
    async running() {
      return (await db.selectFrom('operations').select('record').where('state', '=', 'running').execute()).map(toRecord)
    },
    async end(record) {
      return (await updateRunning(record)) !== undefined
    },
    async askToAbort(id, by) {
      await db.updateTable('operations').set({ abort_by: by }).where('id', '=', id).where('state', '=', 'running').execute()
    },
    ...createEmergencyStopStore({ db }),
  }
}

function toColumns(record: OperationRecord) {
  return {
    id: record.id,
    cluster_id: record.clusterId,
    kind: record.kind,
    target: record.target,
    state: record.state,
    record: JSON.stringify(record),
    started_at: Date.parse(record.startedAt),
    ended_at: record.endedAt === null ? null : Date.parse(record.endedAt),
  }
}
