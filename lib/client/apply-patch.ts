/** RFC 6902. The server sends `add`, `remove` and `replace` only (fast-json-patch `compare`). */
export interface PatchOperation {
  op: string
  path: string
  value?: unknown
}

/** The patch does not fit the document it was made for: ask for the whole again. */
export class PatchMismatch extends Error {
  override readonly name = 'PatchMismatch'
}

/**
 * Applies a patch without touching `document`: containers on a changed path are copied once a batch,
 * all others stay the same objects, so that React renders only what changed.
 * @throws PatchMismatch when a path does not exist, or an operation is not one of the three
 */
export function applyPatch<T>(document: T, patch: readonly PatchOperation[]): T {
  const fresh = new Set<object>()
  let root: unknown = document
  for (const operation of patch) {
    const keys = toKeys(operation.path)
    root = keys.length === 0 ? wholeValue(operation) : withChange(root, keys, operation, fresh)
  }
  return root as T
}

function wholeValue({ op, value }: PatchOperation): unknown {
  if (op !== 'replace' && op !== 'add') throw new PatchMismatch(`Cannot ${op} the whole document`)
  return value
}

function withChange(root: unknown, keys: string[], operation: PatchOperation, fresh: Set<object>): unknown {
  const top = copyOnce(root, fresh)
  let parent: Container = top
  for (const key of keys.slice(0, -1)) {
    const child = copyOnce(childOf(parent, key), fresh)
    put(parent, key, child)
    parent = child
  }
  change(parent, keys[keys.length - 1] ?? '', operation)
  return top
}

type Container = unknown[] | Record<string, unknown>

function change(parent: Container, key: string, { op, value }: PatchOperation): void {
  if (op === 'replace') {
    childOf(parent, key)
    put(parent, key, value)
  } else if (op === 'remove') {
    childOf(parent, key)
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  } else if (op === 'add') {
    add(parent, key, value)
  } else {
    throw new PatchMismatch(`Operation ${op} is not expected`)
  }
}

function add(parent: Container, key: string, value: unknown): void {
  if (!Array.isArray(parent)) return put(parent, key, value)
  const index = key === '-' ? parent.length : toIndex(key)
  if (index > parent.length) throw new PatchMismatch(`No place ${key} in a list of ${parent.length}`)
  parent.splice(index, 0, value)
}

function childOf(parent: Container, key: string): unknown {
  if (Array.isArray(parent) ? toIndex(key) >= parent.length : !Object.hasOwn(parent, key)) {
    throw new PatchMismatch(`Nothing at ${key}`)
  }
  return Array.isArray(parent) ? parent[toIndex(key)] : parent[key]
}

function put(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent[toIndex(key)] = value
  else Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
}

function copyOnce(value: unknown, fresh: Set<object>): Container {
  if (typeof value !== 'object' || value === null) throw new PatchMismatch('The path leads through a plain value')
  if (fresh.has(value)) return value as Container
  const copy: Container = Array.isArray(value) ? value.slice() : { ...value }
  fresh.add(copy)
  return copy
}

function toIndex(key: string): number {
  if (!/^(0|[1-9]\d{0,8})$/.test(key)) throw new PatchMismatch(`${key} is no place in a list`)
  return Number(key)
}

function toKeys(path: string): string[] {
  if (path === '') return []
  if (!path.startsWith('/')) throw new PatchMismatch(`${path} is no JSON pointer`)
  return path.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}
