import 'server-only'
import { createHash } from 'node:crypto'
import type { AuditTable } from '../tables/journal'

/** The hash before the first line. */
export const firstHash = '0'.repeat(64)

const covered = [
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'actor_role',
  'from_address',
  'action',
  'cluster_id',
  'target',
  'reason',
  'result',
  'detail',
  'previous_hash',
] as const

/** SHA-256 over every column but the hash itself, in a fixed order, as a JSON array: no value can run into the next. */
export function hashLine(line: Omit<AuditTable, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify(covered.map((column) => line[column])))
    .digest('hex')
}
