const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A length of time as people say it: “340 ms”, “3.1 s”, “34 s”, “2 h 14 min”, “6 days”. @param ms never negative here: clamped */
export function toDurationText(ms: number): string {
  const length = Math.max(0, ms)
  if (length < second) return `${Math.round(length)} ms`
  if (length < 10 * second) return `${trimmed(length / second)} s`
  if (length < minute) return `${Math.floor(length / second)} s`
  if (length < hour) return pair(length, minute, 'min', second, 's')
  if (length < 2 * day) return pair(length, hour, 'h', minute, 'min')
  return `${Math.floor(length / day)} days`
}

/** Whole seconds, for what ticks: a figure that changes its digits once a second and its width hardly ever. */
export function toTickingText(ms: number): string {
  return ms < second ? '0 s' : toDurationText(Math.floor(ms / second) * second)
}

/** “3 s ago”; under one second “just now”. */
export function toAgoText(ms: number): string {
  return ms < second ? 'just now' : `${toTickingText(ms)} ago`
}

/** Exact, for hover and focus: “8,040.000 s”. */
export function toExactText(ms: number): string {
  return `${(ms / second).toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 })} s`
}

/** “26.7–42 s”, outward to tenths. */
export function toWindowText(window: { earliest: number; latest: number }): string {
  return `${trimmed(window.earliest / second)}–${trimmed(window.latest / second)} s`
}

function pair(length: number, large: number, largeWord: string, small: number, smallWord: string): string {
  const many = Math.floor(length / large)
  const rest = Math.floor((length % large) / small)
  return rest === 0 ? `${many} ${largeWord}` : `${many} ${largeWord} ${rest} ${smallWord}`
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
