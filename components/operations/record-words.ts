import { pagePaths } from '@/lib/base/paths'
import { toActivityQuery } from '@/components/activity/activity-query'
import { toDurationText } from '@/lib/base/durations'
import { isRunning, type OperationRecord, type StepRecord } from '@/lib/model/operation'
import { toTitle } from './plan-words'

/** The sentence on top: its progress, or how it ended. */
export function toRecordHeadline(record: OperationRecord): string {
  if (!isRunning(record)) return record.result ?? `${toTitle(record)} has ended.`
  if (record.abortedBy !== null) return `Aborting, requested by ${record.abortedBy}.`
  const step = record.step === null ? null : record.steps[record.step]
  if (step === null || step === undefined)
    return record.steps.some(({ state }) => state === 'done') ? 'All steps are done. The result is being verified.' : 'Starting.'
  return `Step ${(record.step ?? 0) + 1} of ${record.steps.length}: ${step.title}`
}

/** From its start to its end, ms; null while it runs. */
export function toTook({ startedAt, endedAt }: Pick<OperationRecord, 'startedAt' | 'endedAt'>): number | null {
  return endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))
}

/** Other entries from a moment before it began to a moment after it ended; administrators see the audit there too. */
export function toActivityLink({ clusterId, startedAt, endedAt }: Pick<OperationRecord, 'clusterId' | 'startedAt' | 'endedAt'>): string {
  const query = toActivityQuery({
    clusterId,
    sources: [],
    severities: [],
    who: null,
    text: null,
    from: Date.parse(startedAt) - 2_000,
    to: endedAt === null ? null : Date.parse(endedAt) + 10_000,
  })
  return `${pagePaths.activity}?${query}`
}

/** “aborted in 1 min 20 s unless done”; what a reader has to know about its deadline. */
export function toDeadlineText(record: OperationRecord, now: number): string {
  const leftMs = Date.parse(record.startedAt) + record.plan.deadlineMs - now
  return leftMs > 0 ? `aborted in ${toDurationText(Math.ceil(leftMs / 1000) * 1000)} unless done` : 'time limit reached, aborting'
}

/** The width of each step: by its duration, with a least share so that short ones can be seen. */
export function deriveShares(steps: readonly StepRecord[], ended: boolean): number[] {
  if (!ended) return steps.map(() => 1)
  const took = steps.map(({ startedAt, endedAt }) =>
    startedAt === null || endedAt === null ? 0 : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
  )
  const all = took.reduce((sum, ms) => sum + ms, 0)
  return took.map((ms) => (all === 0 ? 1 : Math.max(ms / all, 0.01)))
}

export type RecordFilter = 'all' | 'done' | 'not-done'

/** Earlier operations that match the typed text (kind, object, person, reason, result) and the chosen result. */
export function filterRecords(records: readonly OperationRecord[], sought: string, filter: RecordFilter): OperationRecord[] {
  const wanted = sought.trim().toLowerCase()
  return records.filter((record) => {
    if (isRunning(record) || ((filter === 'done') !== (record.state === 'done') && filter !== 'all')) return false
    return (
      wanted === '' ||
      [toTitle(record), record.by.name, record.reason ?? '', record.result ?? ''].some((text) => text.toLowerCase().includes(wanted))
    )
  })
}
