import 'server-only'
import type { ZnodeStat } from './messages/stat'

/** Immutable; replaced as a whole when the node changes. */
export interface MirrorNode {
  /** relative to the mirrored root: '' is the root, else 'leader/latch' */
  path: string
  /** null: larger than the limit, or unreadable; `problem` says which */
  data: Uint8Array | null
  /**
   * As of the last reading. In recursive mode `numChildren`, `cversion` and `pzxid` may be older than the children seen here:
   * the server notifies no parent when a child is created or deleted.
   */
  stat: ZnodeStat
  problem?: string
}

export interface TreeLimits {
  maxNodes: number
  maxTotalBytes: number
}

const noNames: ReadonlySet<string> = new Set()

function splitPath(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? { parent: '', name: path } : { parent: path.slice(0, slash), name: path.slice(slash + 1) }
}

export function toChildPath(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`
}

/** The nodes of a mirror, with their children. Older versions of a node are ignored. */
export class MirrorTree {
  /** Mutated in place: 30,000 entries are not copied for each of 1,000 changes per second. */
  readonly nodes = new Map<string, MirrorNode>()
  totalBytes = 0
  private readonly limits: TreeLimits
  private readonly children = new Map<string, Set<string>>()
  // Nodes of an earlier session. Its transaction ids cannot be compared: the ensemble may have been restored or wiped.
  private otherHistory = new Set<MirrorNode>()

  constructor(limits: TreeLimits) {
    this.limits = limits
  }

  childrenOf(path: string): ReadonlySet<string> {
    return this.children.get(path) ?? noNames
  }

  startNewHistory(): void {
    this.otherHistory = new Set(this.nodes.values())
  }

  /** `changed`, `same` (or older), or `refused` for a new node above the limits (`always` accepts it). */
  put(node: MirrorNode, always: boolean): 'changed' | 'same' | 'refused' {
    const before = this.nodes.get(node.path)
    if (before && isSame(before, node)) {
      this.otherHistory.delete(before)
      return 'same'
    }
    if (before && node.stat.mzxid < before.stat.mzxid && !this.otherHistory.has(before)) return 'same'
    if (!always && !this.hasRoomFor(node, before)) return 'refused'
    if (before) this.otherHistory.delete(before)
    this.totalBytes += sizeOf(node) - sizeOf(before)
    this.nodes.set(node.path, node)
    if (!before) this.link(node.path)
    return 'changed'
  }

  /** Removes the node and all below it; returns the removed paths. */
  remove(path: string): string[] {
    const removed: string[] = []
    const open = [path]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const name of this.childrenOf(next)) open.push(toChildPath(next, name))
      this.children.delete(next)
      if (this.drop(next)) removed.push(next)
    }
    this.unlink(path)
    return removed
  }

  get hasSpareRoom(): boolean {
    return this.nodes.size < this.limits.maxNodes * 0.9 && this.totalBytes < this.limits.maxTotalBytes * 0.9
  }

  private hasRoomFor(node: MirrorNode, before: MirrorNode | undefined): boolean {
    if (!before && this.nodes.size >= this.limits.maxNodes) return false
    return this.totalBytes + sizeOf(node) - sizeOf(before) <= this.limits.maxTotalBytes
  }

  private drop(path: string): boolean {
    const node = this.nodes.get(path)
    if (!node) return false
    this.totalBytes -= sizeOf(node)
    this.otherHistory.delete(node)
    return this.nodes.delete(path)
  }

  private link(path: string): void {
    if (path === '') return
    const { parent, name } = splitPath(path)
    const names = this.children.get(parent)
    if (names) names.add(name)
    else this.children.set(parent, new Set([name]))
  }

  private unlink(path: string): void {
    if (path === '') return
    const { parent, name } = splitPath(path)
    const names = this.children.get(parent)
    names?.delete(name)
    if (names?.size === 0) this.children.delete(parent)
  }
}

function sizeOf(node: MirrorNode | undefined): number {
  return node?.data?.length ?? 0
}

function isSame(a: MirrorNode, b: MirrorNode): boolean {
  // The times distinguish a wiped ensemble, which counts its transactions from 1 again, from the one before.
  return (
    a.stat.mzxid === b.stat.mzxid &&
    a.stat.mtime === b.stat.mtime &&
    a.stat.ctime === b.stat.ctime &&
    a.stat.pzxid === b.stat.pzxid &&
    a.stat.aversion === b.stat.aversion &&
    a.stat.numChildren === b.stat.numChildren &&
    a.problem === b.problem &&
    (a.data === null) === (b.data === null)
  )
}
