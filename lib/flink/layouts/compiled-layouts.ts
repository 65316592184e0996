import { defaultPathNames, layoutTables } from './layout-tables'
import type { LayoutTable } from './layout-tables'
import { compileMatcher, toSegments } from './path-matcher'
import type { PathMatch, PathMatcher } from './path-matcher'
import type { HaPathNames, LayoutEra } from './types'
import type { ZnodeLike } from './znode'

export interface CompiledLayout extends PathMatcher {
  table: LayoutTable
  /** `match`, cached for as long as the node lives: a busy tree is decoded many times per second. */
  matchNode(node: ZnodeLike): PathMatch | null
}

export interface CompiledLayouts {
  names: HaPathNames
  /** Newest first, as `layoutTables`. */
  eras: readonly CompiledLayout[]
}

/** @param names configured path names; a leading slash makes no difference (`/leader` and `leader`) */
export function compileLayouts(names: Partial<HaPathNames> = {}): CompiledLayouts {
  const all = { ...defaultPathNames }
  for (const key of Object.keys(all) as (keyof HaPathNames)[]) {
    const name = names[key]
      ?.split('/')
      .filter((segment) => segment !== '')
      .join('/')
    if (name) all[key] = name
  }
  const isUsual = Object.entries(defaultPathNames).every(([key, name]) => all[key as keyof HaPathNames] === name)
  return isUsual ? (usual ??= compile(all)) : compile(all)
}

/** For the names that nearly every cluster has: compiled once, not for each of 200. */
let usual: CompiledLayouts | null = null

function compile(names: HaPathNames): CompiledLayouts {
  return { names, eras: layoutTables.map((table) => compileLayout(table, names)) }
}

function compileLayout(table: LayoutTable, names: HaPathNames): CompiledLayout {
  const { match, knows } = compileMatcher(table, names)
  const matches = new WeakMap<ZnodeLike, PathMatch | null>()
  const matchNode = (node: ZnodeLike) => {
    const before = matches.get(node)
    if (before !== undefined) return before
    const found = match(toSegments(node.path))
    matches.set(node, found)
    return found
  }
  return { table, match, knows, matchNode }
}

export function findLayout({ eras }: CompiledLayouts, era: LayoutEra): CompiledLayout | null {
  return eras.find(({ table }) => table.era === era) ?? null
}
