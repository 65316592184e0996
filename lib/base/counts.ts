/** "1 job", "3 jobs", "1,200 jobs". @param many the plural where it is not `one` with an s */
export function toCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** "a", "a and b", "a, b and c"; beyond `limit` names "a, b, c and 3 more". */
export function toList(items: readonly string[], limit = 5): string {
  const shown = items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
