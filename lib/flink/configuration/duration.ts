import { javaTrim } from './text-lines'

const unitNanos: Record<string, bigint> = Object.create(null)
const units: [bigint, string[]][] = [
  [86_400_000_000_000n, ['d', 'day', 'days']],
  [3_600_000_000_000n, ['h', 'hour', 'hours']],
  [60_000_000_000n, ['min', 'm', 'minute', 'minutes']],
  [1_000_000_000n, ['s', 'sec', 'secs', 'second', 'seconds']],
  [1_000_000n, ['ms', 'milli', 'millis', 'millisecond', 'milliseconds', '']],
  [1_000n, ['µs', 'micro', 'micros', 'microsecond', 'microseconds']],
  [1n, ['ns', 'nano', 'nanos', 'nanosecond', 'nanoseconds']],
]
for (const [nanos, names] of units) for (const name of names) unitNanos[name] = nanos

/**
 * Milliseconds of a Flink duration (`60 s`, `1min`, `60000`; no unit means milliseconds), as `TimeUtils.parseDuration`.
 * @param iso8601 Flink 2.x also accepts `PT10S`; 1.x does not
 * @returns null when Flink refuses it; fractions of a millisecond are cut
 */
export function findDurationMs(text: string, { iso8601 = true } = {}): number | null {
  const trimmed = javaTrim(text)
  const match = /^(\d{1,19})\s*([a-zµμ]*)$/i.exec(trimmed)
  if (!match) return iso8601 ? findIsoDurationMs(trimmed) : null
  const nanos = unitNanos[(match[2] ?? '').toLowerCase().replace('μ', 'µ')]
  if (nanos === undefined) return null
  return toSafeMs((BigInt(match[1] ?? '0') * nanos) / 1_000_000n)
}

/** `java.time.Duration.parse` without signs: `P1DT2H3M4.5S`. */
function findIsoDurationMs(text: string): number | null {
  const match = /^P(?:(\d{1,12})D)?(T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:[.,](\d{1,9}))?S)?)?$/i.exec(text)
  if (!match || match[2]?.length === 1) return null
  const [, days, , hours, minutes, seconds, fraction] = match
  if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined) return null
  const whole = ((BigInt(days ?? 0) * 24n + BigInt(hours ?? 0)) * 60n + BigInt(minutes ?? 0)) * 60n + BigInt(seconds ?? 0)
  return toSafeMs(whole * 1_000n + BigInt((fraction ?? '').padEnd(3, '0').slice(0, 3)))
}

function toSafeMs(ms: bigint): number | null {
  return ms <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ms) : null
}

/** As `Integer.parseInt` after `toString().trim()`: the form of millisecond options up to 1.19. @returns null when refused */
export function findJavaInteger(text: string): number | null {
  if (!/^[+-]?\d{1,10}$/.test(text)) return null
  const value = Number(text)
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? value : null
}

/** `ConfigurationUtils.convertToBoolean`: `true` and `false` in any case; anything else is refused (null). */
export function findJavaBoolean(text: string): boolean | null {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : null
}
