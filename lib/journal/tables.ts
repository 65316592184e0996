import 'server-only'
import type { AccessTables } from './tables/access'
import type { JournalTables } from './tables/journal'
import type { StatusTables } from './tables/status'
import type { OperationsTables } from './tables/operations'
import type { TakeoverTables } from './tables/takeover'

/**
 * All tables, one interface per package under `tables/`.
 *
 * Times are epoch milliseconds (bigint in SQL, number here), truth values 0 or 1, structured values JSON text, ids of rows numbers. Columns
 * are written in snake_case.
 */
export type Tables = JournalTables & StatusTables & AccessTables & OperationsTables & TakeoverTables
