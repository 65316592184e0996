import 'server-only'
import { toIso } from '@/lib/model/observed'
import type { ClusterEvent, EventKind, Severity } from '@/lib/model/snapshot'
import type { Journal } from '../dialect'
import type { HistoryQuestion } from './history-question'

/** Where a page of a list ends: time and row. */
export function toCursor({ at, id }: { at: number; id: number }): string {
  return `${at}-${id}`
}

/** null: the text is no cursor. */
export function readCursor(text: string | null): { at: number; id: number } | null {
  const match = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '')
  return match ? { at: Number(match[1]), id: Number(match[2]) } : null
}

/** One page of the events of a cluster, newest first. */
export async function readEvents(
  { db }: Journal,
  { clusterId, from, to, before, mostEvents }: HistoryQuestion,
): Promise<{ events: ClusterEvent[]; next: string | null }> {
  const cursor = readCursor(before)
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .$if(cursor !== null, (query) =>
      query.where((where) =>
        where.or([where('at', '<', cursor!.at), where.and([where('at', '=', cursor!.at), where('id', '<', cursor!.id)])]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostEvents + 1)
    .execute()
  const page = rows.slice(0, mostEvents)
  const last = page.at(-1)
  return {
    events: page.map(({ id, at, kind, severity, text, subject }) => ({
      id: `j${id}`,
      at: toIso(at),
      kind: kind as EventKind,
      severity: severity as Severity,
      text,
      subject,
    })),
    next: rows.length > page.length && last ? toCursor(last) : null,
  }
}
