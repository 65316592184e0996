import 'server-only'
import { sql, type Transaction } from 'kysely'
import type { Actor } from '@/lib/model/actor'
import { getLog } from '@/lib/base/log'
import type { AuditLine } from '@/lib/model/audit-proof'
import type { Dialect, Journal } from '../dialect'
import type { Tables } from '../tables'
import type { AuditTable } from '../tables/journal'
import { firstHash, hashLine } from './line'

export interface AuditEntry {
  /** null: no person or key was signed in. */
  actor: Actor | null
  /** The address of the request; null: an internal request. */
  from: string | null
  /** The requested action, e.g. `operation.stop`, `sign-in`, `key.create`. */
  action: string
  /** What it was about; left out: nothing of the kind. */
  clusterId?: string | null
  target?: string | null
  /** The reason, in the requester's words. */
  reason?: string | null
  result: 'started' | 'done' | 'refused' | 'failed'
  /** Anything that JSON can express; never secrets. */
  detail?: unknown
}

const lockKey = 7_351_881
const longestText = 2_000
const longestDetail = 20_000

/** Appends one line. It is on disk when this returns. @returns its number */
export async function appendAudit(journal: Journal, entry: AuditEntry): Promise<number> {
  const { line } = await writeAudited(journal, async () => ({ entry, result: null }))
  return line
}

/**
 * Does the work and appends its audit line in one transaction: neither exists without the other.
 * @param work an entry of null: nothing had to be done, so there is no line
 * @returns line 0 when there is none
 */
export async function writeAudited<T>(
  journal: Journal,
  work: (transaction: Transaction<Tables>) => Promise<{ entry: AuditEntry | null; result: T }>,
): Promise<{ line: number; result: T }> {
  const { audit, result } = await journal.db.transaction().execute(async (transaction) => {
    const done = await work(transaction)
    return { audit: done.entry && (await append(journal.dialect, transaction, done.entry)), result: done.result }
  })
  // With a copy of the log kept elsewhere, a cut of the newest lines is detected: only committed lines are logged.
  if (audit !== null) getLog().info({ audit }, 'The audit has a new line.')
  return { line: audit?.line ?? 0, result }
}

async function append(dialect: Dialect, transaction: Transaction<Tables>, entry: AuditEntry): Promise<AuditLine> {
  // One line after the other, over all replicas: each needs the hash of the one before.
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(lockKey)})`.execute(transaction)
  const last = await transaction
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('seq', '>', 0)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const line = toLine(entry, (last?.seq ?? 0) + 1, last?.hash ?? firstHash)
  const hash = hashLine(line)
  await transaction
    .insertInto('audit')
    .values({ ...line, hash })
    .execute()
  return { line: line.seq, hash }
}

function toLine(entry: AuditEntry, seq: number, previousHash: string): Omit<AuditTable, 'hash'> {
  const { actor } = entry
  return {
    seq,
    at: Date.now(),
    actor_kind: actor?.kind ?? null,
    actor_id: toText(actor?.id),
    actor_name: toText(actor?.name),
    actor_role: actor?.role ?? null,
    from_address: toText(entry.from),
    action: entry.action,
    cluster_id: toText(entry.clusterId),
    target: toText(entry.target),
    reason: toText(entry.reason),
    result: entry.result,
    detail: toDetail(entry.detail),
    previous_hash: previousHash,
  }
}

/** Bounded, and without NUL and half characters, which a database may store differently: what is hashed is what is read back. */
function toText(text: string | null | undefined, longest = longestText): string | null {
  return text === null || text === undefined ? null : text.slice(0, longest).replace(/[\0\p{Surrogate}]/gu, '\uFFFD')
}

function toDetail(detail: unknown): string | null {
  if (detail === undefined || detail === null) return null
  const text = toText(JSON.stringify(detail), Infinity) ?? ''
  return text.length <= longestDetail ? text : JSON.stringify({ cut: toText(text, longestDetail) })
}
