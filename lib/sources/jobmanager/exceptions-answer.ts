import 'server-only'
import { z } from 'zod'
import { hideInText } from '@/lib/flink/configuration/secrets'
import type { RestFailures } from '@/lib/model/facts'
import { toPlainLine } from '@/lib/model/plain-text'
import { readAnswer, type Reading } from './read-json'
import type { RestAnswer } from './rest-client'

/** Number of failures that are requested and kept. */
export const mostFailures = 20
/** Limit of a stack trace: causes come last, and a trace this long is not read further. */
const longestTrace = 100_000
const longestLine = 300

const entry = z.looseObject({ timestamp: z.number(), stacktrace: z.string().nullish() })

/** JobExceptionsInfoWithHistory (1.13+) has the history; older versions report only the newest failure. */
const exceptions = z.looseObject({
  'root-exception': z.string().nullish(),
  timestamp: z.number().nullish(),
  exceptionHistory: z.looseObject({ entries: z.array(entry).max(1_000) }).nullish(),
})

/** `/jobs/:id/exceptions`: times of the job's failures, newest first, and the cause of the newest in one line. */
export function readFailures(answer: RestAnswer, path: string): Reading<Omit<RestFailures, 'jobId'>> {
  const reading = readAnswer(answer, path, exceptions)
  if (!reading.ok) return reading
  const { exceptionHistory, timestamp, 'root-exception': root } = reading.value
  const known = exceptionHistory?.entries ?? (timestamp && timestamp > 0 ? [{ timestamp, stacktrace: root }] : [])
  const newestFirst = known.filter((one) => one.timestamp > 0).sort((one, other) => other.timestamp - one.timestamp)
  const trace = newestFirst[0]?.stacktrace ?? root ?? null
  return {
    ok: true,
    value: { times: newestFirst.slice(0, mostFailures).map((one) => one.timestamp), line: trace === null ? null : toCause(trace) },
  }
}

/** The innermost cause: what is around it is Flink's own "Recovery is suppressed by …". */
function toCause(trace: string): string | null {
  const lines = trace.slice(0, longestTrace).split('\n')
  const cause = lines.findLast((line) => line.startsWith('Caused by: ')) ?? lines.find((line) => line.trim() !== '')
  // Messages quote their input: an address with its password, an option with its value.
  const line = toPlainLine(hideInText((cause ?? '').replace(/^Caused by: /, '').slice(0, 8 * longestLine)), longestLine)
  return line === '' ? null : line
}
