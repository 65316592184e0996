import { findLatchSequence } from './curator-latch'
import type { LayoutTable, NodeRole } from './layout-tables'
import type { HaPathNames } from './types'

/** A path that an era knows: the node's role, and the variable parts of its name. */
export interface PathMatch {
  role: NodeRole
  jobId: string | null
  /** As written, maybe padded. */
  checkpoint: string | null
  member: string | null
  application: string | null
}

/** Matches the paths of one era. */
export interface PathMatcher {
  /** null for a path that era does not write. */
  match(segments: readonly string[]): PathMatch | null
  /** Whether `match` would match, without creating a result: for thousands of paths. */
  knows(segments: readonly string[]): boolean
}

/** A node of the tree of an era's path templates. */
interface Place {
  role: NodeRole
  literal: Map<string, Place>
  variable: { name: VariableName; place: Place }[]
}

type VariableName = '{job}' | 'job-{job}' | '{application}' | '{checkpoint}' | '{member}' | '{lock}'

const variables: Record<VariableName, (segment: string) => boolean> = {
  '{job}': (segment) => /^[0-9a-f]{32}$/.test(segment),
  'job-{job}': (segment) => /^job-[0-9a-f]{32}$/.test(segment),
  '{application}': (segment) => /^[0-9a-f]{32}$/.test(segment),
  '{checkpoint}': (segment) => /^\d{1,19}$/.test(segment),
  '{member}': (segment) => findLatchSequence(segment) !== null,
  '{lock}': (segment) => segment !== '',
}

type Captures = Omit<PathMatch, 'role'>

/** The field of a match that a variable fills; null: none. */
const captured: Record<VariableName, keyof Captures | null> = {
  '{job}': 'jobId',
  'job-{job}': 'jobId',
  '{application}': 'application',
  '{checkpoint}': 'checkpoint',
  '{member}': 'member',
  '{lock}': null,
}

export function compileMatcher(table: LayoutTable, names: HaPathNames): PathMatcher {
  const root = newPlace()
  for (const [path, role] of Object.entries(table.templates)) {
    let place = root
    for (const segment of expand(path, names)) place = toNext(place, segment)
    place.role = role
  }
  return {
    match(segments) {
      const captures: Captures = { jobId: null, checkpoint: null, member: null, application: null }
      const role = find(root, segments, 0, captures)
      return role && { role, ...captures }
    },
    knows: (segments) => find(root, segments, 0, unused) !== null,
  }
}

/** Captures of `knows`, which are discarded. */
const unused: Captures = { jobId: null, checkpoint: null, member: null, application: null }

/** Literal names before variable ones. Templates are a few segments deep, so is the recursion; captures are filled on the way back. */
function find(place: Place, segments: readonly string[], at: number, captures: Captures): NodeRole | null {
  const segment = segments[at]
  if (segment === undefined) return place.role
  const next = place.literal.get(segment)
  const found = next ? find(next, segments, at + 1, captures) : null
  if (found) return found
  for (const { name, place: there } of place.variable) {
    const role = variables[name](segment) ? find(there, segments, at + 1, captures) : null
    if (!role) continue
    const part = captured[name]
    if (part) captures[part] = name === 'job-{job}' ? segment.slice('job-'.length) : segment
    return role
  }
  return null
}

/** A new place is a folder until a template ends there. */
function newPlace(): Place {
  return { role: { kind: 'folder' }, literal: new Map(), variable: [] }
}

function toNext(place: Place, segment: string): Place {
  if (!isVariable(segment)) {
    const next = place.literal.get(segment) ?? newPlace()
    place.literal.set(segment, next)
    return next
  }
  const known = place.variable.find(({ name }) => name === segment)
  if (known) return known.place
  const next = newPlace()
  place.variable.push({ name: segment, place: next })
  return next
}

function isVariable(segment: string): segment is VariableName {
  return Object.hasOwn(variables, segment)
}

/** The segments of a template, its configurable path replaced. */
export function expand(template: string, names: HaPathNames): string[] {
  const written = template.replace(/^\$([a-z]+)/, (_, name: keyof HaPathNames) => names[name])
  return written.split('/').filter((segment) => segment !== '')
}

/** The root is the path without segments. */
export function toSegments(path: string): string[] {
  return path === '' ? [] : path.split('/')
}
