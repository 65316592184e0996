/** Words that several rules use in their sentences. */

/** `40 s`, `26.7 s`, `500 ms`, `3 min`, `1.5 h`. */
export function showDuration(ms: number): string {
  if (Math.abs(ms) < 1_000) return `${ms} ms`
  if (ms >= 7_200_000) return `${Math.round(ms / 360_000) / 10} h`
  if (ms >= 120_000 && ms % 60_000 === 0) return `${ms / 60_000} min`
  return `${Math.round(ms / 100) / 10} s`
}

/** `a`, `a and b`, `a, b and c`; of many the first ones and how many more there are. */
export function joinNames(names: readonly string[], limit = 5): string {
  const shown = names.length > limit ? [...names.slice(0, limit), `${names.length - limit} more`] : [...names]
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
