/** Durations as people say them: "0.4 s", "34 s", "4 min 10 s", "2 h 14 min", "3 d 4 h". @param ms not negative */
export function toDurationWords(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 99.5) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (seconds < 600) return withRest(Math.floor(seconds / 60), 'min', Math.round(seconds % 60), 's')
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return withRest(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  return withRest(Math.floor(minutes / 1440), 'd', Math.floor((minutes % 1440) / 60), 'h')
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`
}

/** "27–42 s": whole seconds, as the window is known no better. */
export function toWindowWords(window: { earliest: number; latest: number }): string {
  const [from, to] = [window.earliest, window.latest].map((ms) => Math.round(ms / 1000))
  return from === to ? `${to} s` : `${from}–${to} s`
}

export function toCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** "a", "a and b", "a, b and 3 more". */
export function toList(items: readonly string[], limit = 3): string {
  const shown = items.slice(0, limit)
  const more = items.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
