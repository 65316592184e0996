import 'server-only'
import type { Range } from './spans'

export interface HistoryQuestion extends Range {
  clusterId: string
  /** Cursor of an answer before. */
  before: string | null
  mostEvents: number
}
