import { compileLayouts } from './compiled-layouts'
import type { CompiledLayout, CompiledLayouts } from './compiled-layouts'
import { deriveCluster } from './derive-cluster'
import type { ClusterPart } from './derive-cluster'
import { deriveJob } from './derive-job'
import { detectLayout } from './detect-era'
import { boundLeftovers, boundProblems, deriveStrays } from './stray-nodes'
import { toSegments } from './path-matcher'
import type { Strays } from './stray-nodes'
import { TreeIndex } from './tree-index'
import type { Touched } from './tree-index'
import type { HaJob, HaPathNames, HaTree } from './types'
import type { ZnodeLike, ZnodeTree } from './znode'

export interface HaTreeOptions {
  /** Configured path names, where they differ from Flink's defaults. */
  names?: Partial<HaPathNames>
}

export interface HaTreeDecoder {
  /**
   * @param changed relative paths that were added, changed or removed since the last call; left out: everything is decoded.
   *   Changed paths that are not listed are missed.
   * @returns the decoded tree, in which every unchanged part is the same object as the last time
   */
  decode(tree: ZnodeTree, changed?: ReadonlySet<string>): HaTree
}

/** Decodes a tree once. Never throws, whatever its content. */
export function decodeHaTree(tree: ZnodeTree, options: HaTreeOptions = {}): HaTree {
  return createHaTreeDecoder(options).decode(tree)
}

/** Decodes the same tree repeatedly, at the cost of what changed. */
export function createHaTreeDecoder(options: HaTreeOptions = {}): HaTreeDecoder {
  const decoder = new Decoder(compileLayouts(options.names))
  return { decode: (tree, changed) => decoder.decode(tree, changed) }
}

interface JobPart {
  /** Nodes that the result was derived from: while they are the same objects, so is the result. */
  nodes: ZnodeLike[]
  /** The job's topmost path that its era knows. */
  top: string | undefined
  /** The job's pointers without `locks`, where their era needs one. */
  skipped: string[]
  job: HaJob | null
  strays: Strays
}

class Decoder {
  private readonly index: TreeIndex
  private layout: CompiledLayout | null = null
  private cluster: ClusterPart | null = null
  private readonly parts = new Map<string, JobPart>()
  /** Sorted ids of the jobs; null: one was added or removed. */
  private order: string[] | null = null
  private result: HaTree | null = null

  constructor(private readonly layouts: CompiledLayouts) {
    this.index = new TreeIndex(layouts)
  }

  decode(tree: ZnodeTree, changed?: ReadonlySet<string>): HaTree {
    const touched = this.result && changed ? this.index.apply(tree, changed) : this.index.rebuild(tree)
    const layout = detectLayout(this.index, this.layouts)
    const sameLayout = layout === this.layout && this.result !== null
    this.layout = layout
    const clusterChanged = this.updateCluster(touched, sameLayout)
    const jobsChanged = this.updateJobs(sameLayout ? touched.jobs : new Set([...this.parts.keys(), ...this.index.jobs.keys()]), sameLayout)
    if (this.result && !clusterChanged && !jobsChanged) return this.result
    this.result = this.assemble(jobsChanged)
    return this.result
  }

  private updateCluster(touched: Touched, sameLayout: boolean): boolean {
    if (this.cluster && sameLayout && !touched.cluster) return false
    const next = deriveCluster(new Map([...this.index.clusterNodes].sort(([a], [b]) => (a < b ? -1 : 1))), this.layout, this.layouts)
    if (this.cluster && isSamePart(this.cluster, next)) return false
    this.cluster = this.cluster ? shareLists(this.cluster, next) : next
    return true
  }

  private updateJobs(jobIds: Iterable<string>, sameLayout: boolean): boolean {
    let changed = false
    for (const jobId of jobIds) {
      const nodes = this.relevantNodes(jobId)
      const top = this.findTop(jobId)
      const skipped = this.findSkipped(jobId)
      const before = this.parts.get(jobId)
      if (before && sameLayout && before.top === top && isSameList(before.nodes, nodes) && isSameList(before.skipped, skipped)) continue
      if (nodes.length > 0) this.parts.set(jobId, this.toPart(jobId, nodes, top, skipped))
      else this.parts.delete(jobId)
      if (nodes.length === 0 || !before) this.order = null
      changed = true
    }
    return changed
  }

  /** Sorted, so that the result does not depend on the order of changes; without mere folders, whose child counts change all the time. */
  private relevantNodes(jobId: string): ZnodeLike[] {
    const all = [...(this.index.jobs.get(jobId)?.nodes.values() ?? [])]
    const relevant = all.filter((node) => {
      const kind = this.layout?.matchNode(node)?.role.kind
      return kind !== 'folder' && kind !== 'locks'
    })
    return (relevant.length > 0 ? relevant : all).sort(byPath)
  }

  private findTop(jobId: string): string | undefined {
    let top: string | undefined
    for (const [path, node] of this.index.jobs.get(jobId)?.nodes ?? []) {
      const better = top === undefined || path.length < top.length || (path.length === top.length && path < top)
      if (better && this.layout?.matchNode(node)) top = path
    }
    return top
  }

  /** Flink creates pointer and `locks` in one transaction: a pointer that was read without children never had one. */
  private findSkipped(jobId: string): string[] {
    const { layout } = this
    const nodes = this.index.jobs.get(jobId)?.nodes
    const skipped: string[] = []
    for (const node of layout && nodes ? nodes.values() : []) {
      const kind = layout?.matchNode(node)?.role.kind
      if ((kind !== 'graph' && kind !== 'checkpoint') || node.stat.numChildren > 0) continue
      const locks = `${node.path}/locks`
      if (!nodes?.has(locks) && layout?.match(toSegments(locks))?.role.kind === 'locks') skipped.push(node.path)
    }
    return skipped.sort()
  }

  private toPart(jobId: string, nodes: ZnodeLike[], top: string | undefined, skipped: string[]): JobPart {
    const job = this.layout && deriveJob(jobId, nodes, this.layout, new Set(skipped))
    const strays = deriveStrays(nodes, this.layout, this.layouts)
    if (top !== undefined && !job?.graph && !job?.leader) strays.leftovers.push({ kind: 'job-without-graph', path: top })
    return { nodes, top, skipped, job, strays }
  }

  private assemble(jobsChanged: boolean): HaTree {
    const cluster = this.cluster ?? deriveCluster(new Map(), null, this.layouts)
    const parts = [...this.parts.values()]
    const jobs = jobsChanged || !this.result ? this.toJobs() : this.result.jobs
    return {
      era: this.layout?.table.era ?? 'none',
      ...cluster,
      jobs,
      leftovers: shareText(
        this.result?.leftovers,
        boundLeftovers([...cluster.leftovers, ...parts.flatMap(({ strays }) => strays.leftovers)].sort(byPath)),
      ),
      problems: shareText(
        this.result?.problems,
        boundProblems([...cluster.problems, ...parts.flatMap(({ strays }) => strays.problems)].sort(byPath)),
      ),
    }
  }

  private toJobs(): HaJob[] {
    this.order ??= [...this.parts.keys()].sort()
    return this.order.flatMap((jobId) => this.parts.get(jobId)?.job ?? [])
  }
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}

/** Whether two parts are equal: leaders and contenders by identity, the rest is small and compared as text. */
function isSamePart(a: ClusterPart, b: ClusterPart): boolean {
  return (
    a.leader === b.leader &&
    a.rest === b.rest &&
    a.resourceManager === b.resourceManager &&
    a.label === b.label &&
    a.isOnMesos === b.isOnMesos &&
    isSameList(a.contenders, b.contenders) &&
    isSameText(a.applications, b.applications) &&
    isSameText(a.leftovers, b.leftovers) &&
    isSameText(a.problems, b.problems)
  )
}

function shareLists(before: ClusterPart, next: ClusterPart): ClusterPart {
  return {
    ...next,
    contenders: isSameList(before.contenders, next.contenders) ? before.contenders : next.contenders,
    applications: shareText(before.applications, next.applications),
  }
}

function shareText<T>(before: T | undefined, next: T): T {
  return before !== undefined && isSameText(before, next) ? before : next
}

function isSameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
