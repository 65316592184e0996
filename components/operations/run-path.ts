import { pagePaths } from '@/lib/base/paths'
import { findScenarioOf } from '@/lib/model/drills/scenarios'

/** The page of an operation; a drill has one of its own, under the same id. */
export function toRunPath({ id, kind }: { id: string; kind: string }, clusterId: string): string {
  return findScenarioOf(kind) === null ? pagePaths.operation(clusterId, id) : pagePaths.drill(clusterId, id)
}
