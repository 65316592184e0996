import { UnderstudyError } from '@/lib/base/errors'
import type { PatchOperation } from '@/lib/model/stream-events'

/** The patch does not fit the document it was made for: fetch the whole again. */
export class PatchMismatch extends UnderstudyError<'mismatch'> {
  static readonly kind = 'PatchMismatch'

  constructor(message: string) {
    super('mismatch', message)
  }
}

/**
 * Applies a patch without touching `document`: containers on a changed path are copied once per batch, all others stay the same objects, so
 * that React renders only what changed.
 * @throws PatchMismatch when a path does not exist, or an operation is not one of the three
 */
export function applyPatch<T>(document: T, patch: readonly PatchOperation[]): T {
  const fresh = new Set<object>()
  let root: unknown = document
  // Most operations change the same object as the one before: the way there is what costs.
  let reached: Reached | null = null
  for (const operation of patch) {
    const cut = operation.path.lastIndexOf('/')
    if (cut < 0) [root, reached] = [wholeValue(operation), null]
    else {
      const folder = operation.path.slice(0, cut)
      if (reached?.folder !== folder) reached = reach(root, folder, fresh)
      root = reached.top
      change(reached.container, toKey(operation.path.slice(cut + 1)), operation)
    }
  }
  return root as T
}

function wholeValue({ op, path, value }: PatchOperation): unknown {
  if (path !== '') throw new PatchMismatch(`${path} is no JSON pointer`)
  if (op !== 'replace' && op !== 'add') throw new PatchMismatch(`Cannot ${op} the whole document`)
  return value
}

interface Reached {
  top: Container
  /** JSON pointer of the container. */
  folder: string
  container: Container
}

/** Copies the container and all above it. */
function reach(root: unknown, folder: string, fresh: Set<object>): Reached {
  const top = copyOnce(root, fresh)
  if (folder !== '' && !folder.startsWith('/')) throw new PatchMismatch(`${folder} is no JSON pointer`)
  let container = top
  for (const part of folder.split('/').slice(1)) {
    const key = toKey(part)
    const child = copyOnce(childOf(container, key), fresh)
    put(container, key, child)
    container = child
  }
  return { top, folder, container }
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
  if (Array.isArray(parent)) {
    const index = toIndex(key)
    if (index < parent.length) return parent[index]
  } else if (Object.hasOwn(parent, key)) return parent[key]
  throw new PatchMismatch(`Nothing at ${key}`)
}

function put(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent[toIndex(key)] = value
  else if (key === '__proto__') Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
  else parent[key] = value
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

function toKey(part: string): string {
  return part.includes('~') ? part.replaceAll('~1', '/').replaceAll('~0', '~') : part
}
