/** Units of time, in ms. */
export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** An estimate between two bounds, in ms. */
export interface DurationWindow {
  earliest: number
  latest: number
}

/** A duration at a glance: "340 ms", "3.1 s", "34 s", "2 min 5 s", "2 h 14 min", "6 days". Rounds down, so that a clock never shows a second early. @param ms a negative value counts as 0 */
export function toDurationText(ms: number): string {
  const length = Math.max(0, ms)
  if (length < secondMs) return `${Math.floor(length)} ms`
  if (length < 10 * secondMs) return `${toTenths(Math.floor(length / 100) / 10)} s`
  if (length < minuteMs) return `${Math.floor(length / secondMs)} s`
  return toLongText(length)
}

/** A measured or configured duration: seconds with tenths below two minutes, e.g. "26.7 s", "90 s". @param ms a negative value counts as 0 */
export function toPreciseDurationText(ms: number): string {
  const length = Math.max(0, ms)
  if (length < secondMs) return `${Math.round(length)} ms`
  if (length < 2 * minuteMs - 50) return `${toTenths(length / secondMs)} s`
  return toLongText(Math.round(length / secondMs) * secondMs)
}

/** Whole seconds, for running clocks: the text's width changes as rarely as possible. */
export function toTickingText(ms: number): string {
  return ms < secondMs ? '0 s' : toDurationText(Math.floor(ms / secondMs) * secondMs)
}

/** "3 s ago"; below one second "just now". */
export function toAgoText(ms: number): string {
  return ms < secondMs ? 'just now' : `${toTickingText(ms)} ago`
}

/** Every millisecond, for hover and focus: "8,040.000 s". */
export function toExactText(ms: number): string {
  return `${(ms / secondMs).toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 })} s`
}

/** "27–42 s": whole seconds, because the prediction is no finer. Headline, bar and report all use it. */
export function toWindowText({ earliest, latest }: DurationWindow): string {
  const [from, to] = [earliest, latest].map((ms) => Math.round(ms / secondMs))
  return from === to ? `${to} s` : `${from}–${to} s`
}

function toLongText(length: number): string {
  if (length < hourMs) return toPair(length, [minuteMs, 'min'], [secondMs, 's'])
  if (length < 2 * dayMs) return toPair(length, [hourMs, 'h'], [minuteMs, 'min'])
  return `${Math.floor(length / dayMs)} days`
}

type Unit = [lengthMs: number, word: string]

function toPair(length: number, [large, largeWord]: Unit, [small, smallWord]: Unit): string {
  const rest = Math.floor((length % large) / small)
  const whole = `${Math.floor(length / large)} ${largeWord}`
  return rest === 0 ? whole : `${whole} ${rest} ${smallWord}`
}

function toTenths(seconds: number): string {
  return seconds.toFixed(1).replace(/\.0$/, '')
}
