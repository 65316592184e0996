import type { CompiledLayout, CompiledLayouts } from './compiled-layouts'
import { toSegments } from './path-matcher'
import type { HaTree } from './types'
import type { ZnodeLike } from './znode'

/** Nodes that the tree's own era does not write: another version's, or of unknown origin. */
export interface Strays {
  leftovers: HaTree['leftovers']
  problems: HaTree['problems']
}

const maxListed = 200

/** Only the topmost node of each stray subtree is named. */
export function deriveStrays(nodes: Iterable<ZnodeLike>, layout: CompiledLayout | null, layouts: CompiledLayouts): Strays {
  const strays: Strays = { leftovers: [], problems: [] }
  for (const node of nodes) {
    if (layout?.matchNode(node)) continue
    const { path } = node
    const segments = toSegments(path)
    if (segments.length === 0) continue
    if (segments.length > 1 && !layout?.knows(segments.slice(0, -1))) continue
    if (layouts.eras.some(({ knows }) => knows(segments))) strays.leftovers.push({ kind: 'other-version', path })
    else strays.problems.push({ path: toBounded(path), reason: 'not a name that any version of Flink writes here' })
  }
  return strays
}

/** Bounds the problems: a hostile tree has thousands. */
export function boundProblems(problems: HaTree['problems']): HaTree['problems'] {
  if (problems.length <= maxListed) return problems
  const more = problems.length - maxListed
  return [...problems.slice(0, maxListed), { path: '', reason: `${more} more nodes like these` }]
}

export function boundLeftovers(leftovers: HaTree['leftovers']): HaTree['leftovers'] {
  return leftovers.slice(0, maxListed)
}

function toBounded(path: string): string {
  return path.length > 300 ? `${path.slice(0, 300)}…` : path
}
