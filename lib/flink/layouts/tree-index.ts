import type { CompiledLayouts } from './compiled-layouts'
import { jobLeaderSigns, noJobElection, noJobId } from './layout-tables'
import { expand, toSegments } from './path-matcher'
import { isEphemeral } from './znode'
import type { ZnodeLike, ZnodeTree } from './znode'

/** All nodes of one job, anywhere in the tree. */
export interface JobNodes {
  nodes: Map<string, ZnodeLike>
  /** Number of living nodes that each era (in the order of the tables) would know. */
  living: number[]
  /** Which `jobLeaderSigns` it has. */
  plainLeader: boolean
  dashedLeader: boolean
}

export interface Touched {
  jobs: ReadonlySet<string>
  cluster: boolean
}

/**
 * The tree sorted into jobs and the rest, kept up to date by changed paths: with 1,000 jobs a change of one
 * must not cost a walk over all. A node's job is known without knowing the era.
 */
export class TreeIndex {
  readonly clusterNodes = new Map<string, ZnodeLike>()
  /** Nodes among `clusterNodes` that a session holds. */
  readonly livingNodes = new Map<string, ZnodeLike>()
  readonly jobs = new Map<string, JobNodes>()

  private readonly applications: string
  /** Where 1.3 and 1.4 elect their JobManager; elsewhere the id is a job's, as of application mode before 1.16. */
  private readonly legacyElections: readonly string[]

  constructor(private readonly layouts: CompiledLayouts) {
    this.applications = `${layouts.names.applications}/`
    this.legacyElections = Object.values(noJobElection).map((template) => `${expand(template, layouts.names).join('/')}/`)
  }

  /** Rebuilds the index; jobs that vanished count as touched too. */
  rebuild(tree: ZnodeTree): Touched {
    const touched = new Set(this.jobs.keys())
    this.clusterNodes.clear()
    this.livingNodes.clear()
    this.jobs.clear()
    for (const [path, node] of tree) this.put(path, node, touched)
    this.count(touched)
    return { jobs: touched, cluster: true }
  }

  apply(tree: ZnodeTree, changed: Iterable<string>): Touched {
    const touched = new Set<string>()
    let cluster = false
    for (const path of changed) {
      if (!this.put(path, tree.get(path), touched)) cluster = true
    }
    this.count(touched)
    return { jobs: touched, cluster }
  }

  /** @returns whether it belongs to a job */
  private put(path: string, node: ZnodeLike | undefined, touched: Set<string>): boolean {
    const jobId = this.findJobId(path)
    if (jobId === null) {
      putOrDelete(this.clusterNodes, path, node)
      putOrDelete(this.livingNodes, path, node && isEphemeral(node) ? node : undefined)
      return false
    }
    const job = this.jobs.get(jobId) ?? { nodes: new Map(), living: [], plainLeader: false, dashedLeader: false }
    putOrDelete(job.nodes, path, node)
    if (job.nodes.size > 0) this.jobs.set(jobId, job)
    else this.jobs.delete(jobId)
    touched.add(jobId)
    return true
  }

  private findJobId(path: string): string | null {
    if (`${path}/`.startsWith(this.applications)) return null
    // The first segment that is a job's id.
    const id = /(?:^|\/)(?:job-)?([0-9a-f]{32})(?:\/|$)/.exec(path)?.[1] ?? null
    return id === noJobId && this.isLegacyElection(path) ? null : id
  }

  private isLegacyElection(path: string): boolean {
    // In it, or a folder above it.
    return this.legacyElections.some((election) => `${path}/`.startsWith(election) || election.startsWith(`${path}/`))
  }

  private count(touched: Iterable<string>): void {
    for (const jobId of touched) {
      const job = this.jobs.get(jobId)
      if (!job) continue
      const living: string[][] = []
      for (const node of job.nodes.values()) if (isEphemeral(node)) living.push(toSegments(node.path))
      job.living = this.layouts.eras.map(({ knows }) => living.reduce((count, segments) => count + (knows(segments) ? 1 : 0), 0))
      job.plainLeader = job.nodes.has(jobLeaderSigns.plain.replace('{job}', jobId))
      job.dashedLeader = job.nodes.has(jobLeaderSigns.dashed.replace('{job}', jobId))
    }
  }
}

function putOrDelete(nodes: Map<string, ZnodeLike>, path: string, node: ZnodeLike | undefined): void {
  if (node) nodes.set(path, node)
  else nodes.delete(path)
}
