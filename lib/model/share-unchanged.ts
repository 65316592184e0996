/**
 * `next`, with every part that equals its counterpart in `before` replaced by that same object.
 * Readers compare by identity, and patches skip equal parts. Plain JSON values only.
 */
export function shareUnchanged<T>(before: T, next: T): T {
  if (Object.is(before, next)) return before
  if (Array.isArray(before) && Array.isArray(next)) return shareArray(before, next) as T
  if (!isRecord(before) || !isRecord(next) || Array.isArray(before) || Array.isArray(next)) return next
  return shareRecord(before, next) as T
}

function shareArray(before: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let isSame = before.length === next.length
  // Copied when the first part is another object than in `next`: most snapshots differ in little, and this runs for every one.
  let shared: unknown[] | null = null
  for (let i = 0; i < next.length; i++) {
    const part = i < before.length ? shareUnchanged(before[i], next[i]) : next[i]
    if (!Object.is(part, before[i])) isSame = false
    if (!Object.is(part, next[i])) (shared ??= [...next])[i] = part
  }
  return isSame ? before : (shared ?? next)
}

function shareRecord(before: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(next)
  let isSame = keys.length === Object.keys(before).length
  let shared: Record<string, unknown> | null = null
  for (const key of keys) {
    const isOld = Object.hasOwn(before, key)
    const part = isOld ? shareUnchanged(before[key], next[key]) : next[key]
    if (!isOld || !Object.is(part, before[key])) isSame = false
    // A copy by spreading has `__proto__` as a key like any other, and so takes it as one.
    if (!Object.is(part, next[key])) (shared ??= { ...next })[key] = part
  }
  return isSame ? before : (shared ?? next)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
