import type { CompiledLayout, CompiledLayouts } from './compiled-layouts'
import { componentLocks, noJobId } from './layout-tables'
import { toSegments } from './path-matcher'
import type { TreeIndex } from './tree-index'
import type { LayoutEra } from './types'

/** Signs of a tree's era for when nothing lives in it, or when living nodes fit several eras. */
interface Seen {
  has(path: string): boolean
  plainJobLeaders: boolean
  dashedJobLeaders: boolean
  leaderHasData: boolean
  names: CompiledLayouts['names']
}

/** In the order of the tables, newest first. Persistent nodes of older versions stay, so the newest sign decides. */
const signs: Record<Exclude<LayoutEra, 'none'>, (seen: Seen) => boolean> = {
  '2.0-2.3': ({ has, names }) => has(names.plans),
  '1.19-1.20': ({ dashedJobLeaders }) => dashedJobLeaders,
  '1.15-1.18': ({ has, plainJobLeaders }) => plainJobLeaders && has('leader/latch'),
  // An empty `leader/latch` is reaped by ZooKeeper: its absence proves nothing.
  '1.15-1.20': ({ has, names }) =>
    has('leader/latch') || (has('jobs') && !has('leader/dispatcher/latch') && (!has(names.registry) || has(names.counter))),
  '1.14': ({ has }) => has('leader/dispatcher/latch') || has('jobs'),
  '1.5-1.13': (seen) => hasComponentLock(seen) || (seen.has(seen.names.registry) && seen.has(seen.names.counter) && !hasLegacyLock(seen)),
  '1.3-1.4': hasLegacyLock,
  '0.10-1.2': ({ has, leaderHasData, names }) => leaderHasData || (has(names.latch) && (has(names.counter) || has(names.graphs))),
}

const lockNames = Object.values(componentLocks)

function hasComponentLock({ has, names }: Seen): boolean {
  return lockNames.some((lock) => has(`${names.leader}/${lock}`) || has(`${names.latch}/${lock}`))
}

function hasLegacyLock({ has, names }: Seen): boolean {
  return has(`${names.leader}/${noJobId}`) || has(`${names.latch}/${noJobId}`)
}

/**
 * The era of a tree; null when it has no node of Flink's. After an in-place upgrade or downgrade there are two at once: the one that knows
 * the newest living election node wins, then the one that explains most living nodes.
 */
export function detectLayout(index: TreeIndex, layouts: CompiledLayouts): CompiledLayout | null {
  const paths = [...index.livingNodes.values()].filter(({ path }) => !isZeroJobsElection(path, index, layouts))
  const living = paths.map((node) => ({ czxid: node.stat.czxid, segments: toSegments(node.path) }))
  const scores = layouts.eras.map((layout, i) => toScore(index, living, layout, i))
  const best = scores.reduce((a, b) => (isBetter(b, a) ? b : a))
  const candidates = best.newest > 0n ? scores.filter((score) => !isBetter(best, score)).map(({ layout }) => layout) : layouts.eras
  const seen = toSeen(index, layouts)
  const signed = candidates.find(({ table }) => signs[table.era](seen))
  return signed ?? (best.newest > 0n ? best.layout : null)
}

/** Beside the components' living locks it is the election of a job whose id is zero (application mode of 1.11 to 1.13). */
function isZeroJobsElection(path: string, { livingNodes }: TreeIndex, { names }: CompiledLayouts): boolean {
  if (!path.startsWith(`${names.leader}/${noJobId}`) && !path.startsWith(`${names.latch}/${noJobId}`)) return false
  return lockNames.some((lock) => [...livingNodes.keys()].some((other) => other.startsWith(`${names.leader}/${lock}`)))
}

interface Score {
  layout: CompiledLayout
  /** czxid of the newest living leader or contender; 0 when there is none. */
  newest: bigint
  living: number
}

function toScore(index: TreeIndex, nodes: { czxid: bigint; segments: string[] }[], layout: CompiledLayout, position: number): Score {
  let newest = 0n
  let living = 0
  for (const { czxid, segments } of nodes) {
    const role = layout.match(segments)?.role.kind
    if (role !== 'leader' && role !== 'member') continue
    living++
    if (czxid > newest) newest = czxid
  }
  for (const job of index.jobs.values()) living += job.living[position] ?? 0
  return { layout, newest, living }
}

function isBetter(a: Score, b: Score): boolean {
  return a.newest === b.newest ? a.living > b.living : a.newest > b.newest
}

function toSeen(index: TreeIndex, { names }: CompiledLayouts): Seen {
  const jobs = [...index.jobs.values()]
  return {
    has: (path) => index.clusterNodes.has(path),
    plainJobLeaders: jobs.some(({ plainLeader }) => plainLeader),
    dashedJobLeaders: jobs.some(({ dashedLeader }) => dashedLeader),
    leaderHasData: (index.clusterNodes.get(names.leader)?.data?.byteLength ?? 0) > 0,
    names,
  }
}
