import { defaultPathNames, layoutTables } from './layout-tables'
import type { LayoutTable } from './layout-tables'
import { compileMatcher } from './path-matcher'
import type { PathMatcher } from './path-matcher'
import type { HaPathNames, LayoutEra } from './types'

export interface CompiledLayout {
  table: LayoutTable
  match: PathMatcher
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
    const name = names[key]?.split('/').filter((segment) => segment !== '').join('/')
    if (name) all[key] = name
  }
  return { names: all, eras: layoutTables.map((table) => ({ table, match: compileMatcher(table, all) })) }
}

export function findLayout({ eras }: CompiledLayouts, era: LayoutEra): CompiledLayout | null {
  return eras.find(({ table }) => table.era === era) ?? null
}
