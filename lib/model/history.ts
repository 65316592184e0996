import type { z } from 'zod'
import type * as histories from './schemas/history'

/** Inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type History = z.infer<typeof histories.history>
export type HistoryLane = History['lanes'][number]
export type QuorumState = History['quorum'][number]['value']
export type Gap = History['gaps'][number]
export type Term = z.infer<typeof histories.term>
export type Moment = z.infer<typeof histories.moment>

export type HistorySpan<Value extends string> = Omit<History['verdicts'][number], 'value'> & { value: Value }
