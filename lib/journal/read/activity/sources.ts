import 'server-only'
import type { ActivitySource } from '@/lib/model/activity-sources'
import type { ActivityEntry } from '@/lib/model/activity'
import { toIso } from '@/lib/model/observed'
import type { OperationRecord } from '@/lib/model/operation'
import { isOperationKind, operationKinds } from '@/lib/model/operation-kinds'
import type { Severity } from '@/lib/model/snapshot'
import { toDurationText } from '@/lib/base/durations'
import { toAuditedAction, toAuditedReason } from '@/lib/model/audit-words'
import type { Selectable } from 'kysely'
import type { AuditTable } from '../../tables/journal'
import type { Journal } from '../../dialect'
import { narrow } from './narrow'
import type { ActivityQuestion } from './question'
import { readIncidentUpdates, readMaintenanceUpdates } from './status-updates'

type Read = (db: Journal['db'], question: ActivityQuestion) => Promise<ActivityEntry[]>

/** How each source is queried for its newest entries; more than needed may come, in any order. */
export const readSource: Record<ActivitySource, Read> = {
  async event(db, question) {
    const { severities } = question
    const events = db
      .selectFrom('events')
      .selectAll()
      .$if(severities.length > 0, (query) => query.where('severity', 'in', [...severities]))
    const rows = await narrow(events, question, 'at', ['text', 'subject', 'kind']).execute()
    return rows.map(({ id, at, kind, severity, text, subject, cluster_id: clusterId }) => ({
      id: `event-${id}`,
      at: toIso(at),
      source: 'event',
      kind,
      severity: severity as Severity,
      clusterId,
      subject,
      who: null,
      text,
    }))
  },
  async term(db, question) {
    const rows = await narrow(db.selectFrom('terms').selectAll().where('to_at', 'is not', null), question, 'to_at', [
      'master',
      'end_text',
      'leader_session_id',
    ]).execute()
    return rows.map((row) => ({
      id: `term-${row.id}`,
      at: toIso(row.to_at ?? 0),
      source: 'term',
      kind: row.end_code ?? 'unknown',
      severity: row.end_code === 'operation' ? 'note' : 'warning',
      clusterId: row.cluster_id,
      subject: row.master,
      who: null,
      text: `The term of ${row.master ?? row.rpc_address} ended after ${toDurationText((row.to_at ?? 0) - row.from_at)}. ${row.end_text ?? ''}`.trim(),
    }))
  },
  async finding(db, question) {
    const found = db.selectFrom('findings').selectAll()
    const [opened, closed] = await Promise.all([
      narrow(found, question, 'opened_at', ['title', 'rule', 'place']).execute(),
      narrow(found.where('closed_at', 'is not', null), question, 'closed_at', ['title', 'rule', 'place']).execute(),
    ])
    const toEntry = (row: (typeof opened)[number], isOpen: boolean): ActivityEntry => ({
      id: `finding-${row.id}${isOpen ? '' : '-closed'}`,
      at: toIso(isOpen ? row.opened_at : (row.closed_at ?? 0)),
      source: 'finding',
      kind: row.rule,
      severity: isOpen ? (row.severity as Severity) : 'note',
      clusterId: row.cluster_id,
      subject: row.place,
      who: null,
      text: isOpen ? row.title : `No longer so: ${row.title}`,
    })
    return [...opened.map((row) => toEntry(row, true)), ...closed.map((row) => toEntry(row, false))]
  },
  async operation(db, question) {
    const rows = await narrow(db.selectFrom('operations').selectAll(), question, 'started_at', ['kind', 'target', 'record']).execute()
    return rows.flatMap((row) => {
      const record = JSON.parse(row.record) as OperationRecord
      const title = isOperationKind(row.kind) ? operationKinds[row.kind].title : row.kind
      const failed = row.state === 'failed' || row.state === 'interrupted'
      return [
        {
          id: `operation-${row.id}`,
          at: toIso(row.started_at),
          source: 'operation',
          kind: row.kind,
          severity: failed ? 'error' : row.state === 'aborted' || row.state === 'refused' ? 'warning' : 'note',
          clusterId: row.cluster_id,
          subject: row.target,
          who: record.by.name,
          text: `${title}: ${row.state}. ${record.result ?? ''}${record.reason ? ` Reason given: ${record.reason}` : ''}`.trim(),
        },
      ]
    })
  },
  incident: readIncidentUpdates,
  maintenance: readMaintenanceUpdates,
  async audit(db, question) {
    const rows = await narrow(db.selectFrom('audit').selectAll().where('seq', '>=', 1), question, 'at', [
      'action',
      'target',
      'reason',
      'actor_name',
      'from_address',
      'result',
    ]).execute()
    return rows.map((row) => ({
      id: `audit-${row.seq}`,
      at: toIso(row.at),
      source: 'audit',
      kind: row.action,
      severity: row.result === 'refused' || row.result === 'failed' ? 'warning' : 'note',
      clusterId: row.cluster_id,
      subject: row.target,
      who: row.actor_name ?? 'a person who is not signed in',
      text: toAuditText(row),
    }))
  },
}

/** “Stop one JobManager, jm1:8081: done, from 10.0.0.7. Reason given: kernel update.” */
function toAuditText(row: Pick<Selectable<AuditTable>, 'action' | 'target' | 'result' | 'from_address' | 'reason'>): string {
  const what = row.target === null ? toAuditedAction(row.action) : `${toAuditedAction(row.action)}, ${row.target}`
  const from = row.from_address === null ? '' : `, from ${row.from_address}`
  const reason = row.reason === null ? '' : `. Reason given: ${toAuditedReason(row.reason)}`
  return `${what}: ${row.result}${from}${reason}`
}
