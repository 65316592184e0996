import 'server-only'
import type { Range } from './spans'

export interface HistoryQuestion extends Range {
  clusterId: string
  /** Cursor of an earlier answer. */
  before: string | null
  mostEvents: number
}
