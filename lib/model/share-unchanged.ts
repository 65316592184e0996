/**
 * `next`, with every part that equals its counterpart in `before` replaced by that very object.
 * Readers compare by identity, and patches step over what is the same. Plain JSON values only.
 */
export function shareUnchanged<T>(before: T, next: T): T {
  if (Object.is(before, next)) return before
  if (Array.isArray(before) && Array.isArray(next)) return shareArray(before, next) as T
  if (!isRecord(before) || !isRecord(next) || Array.isArray(before) || Array.isArray(next)) return next
  return shareRecord(before, next) as T
}

function shareArray(before: unknown[], next: unknown[]): unknown[] {
  const shared = next.map((item, index) => (index < before.length ? shareUnchanged(before[index], item) : item))
  return shared.length === before.length && shared.every((item, index) => Object.is(item, before[index])) ? before : shared
}

function shareRecord(before: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(next)
  const shared = keys.map((key) => (Object.hasOwn(before, key) ? shareUnchanged(before[key], next[key]) : next[key]))
  const isSame = keys.length === Object.keys(before).length && keys.every((key, index) => Object.hasOwn(before, key) && Object.is(shared[index], before[key]))
  // fromEntries makes `__proto__` a key like any other, which an assignment would not.
  return isSame ? before : Object.fromEntries(keys.map((key, index) => [key, shared[index]]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
