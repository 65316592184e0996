import { noJobId } from './layout-tables'
import type { LayoutTable, NodeRole } from './layout-tables'
import type { HaPathNames } from './types'

/** A path understood by an era: what the node is for, and the variable parts of its name. */
export interface PathMatch {
  role: NodeRole
  jobId: string | null
  /** As written, maybe padded. */
  checkpoint: string | null
  member: string | null
  application: string | null
}

/** Understands the paths of one era; null for a path that era does not write. */
export type PathMatcher = (segments: readonly string[]) => PathMatch | null

interface Template { segments: string[]; role: NodeRole }

const patterns: Record<string, RegExp> = {
  '{job}': /^[0-9a-f]{32}$/,
  'job-{job}': /^job-[0-9a-f]{32}$/,
  '{application}': /^[0-9a-f]{32}$/,
  '{checkpoint}': /^\d{1,19}$/,
  // Curator sorts by what stands behind "latch-"; the UUID in front is random.
  '{member}': /latch-\d{10}$/,
  '{lock}': /^[^/]+$/,
}

const longestPath = 12

export function compileMatcher(table: LayoutTable, names: HaPathNames): PathMatcher {
  const bySize = groupBySize(toTemplates(table, names))
  return (segments) => {
    if (segments.length > longestPath) return null
    for (const template of bySize.get(segments.length) ?? []) {
      if (template.segments.every((wanted, i) => isMatch(wanted, segments[i] ?? ''))) return toMatch(template, segments)
    }
    return null
  }
}

/** Declared nodes first, so that a folder on the way to something never hides one. */
function toTemplates(table: LayoutTable, names: HaPathNames): Template[] {
  const declared = Object.entries(table.templates).map(([path, role]) => ({ segments: expand(path, names), role }))
  const known = new Set(declared.map(({ segments }) => segments.join('/')))
  const folders: Template[] = []
  for (const { segments } of declared) {
    for (let size = 0; size < segments.length; size++) {
      const path = segments.slice(0, size)
      if (known.has(path.join('/'))) continue
      known.add(path.join('/'))
      folders.push({ segments: path, role: { kind: 'folder' } })
    }
  }
  return [...declared, ...folders]
}

function expand(path: string, names: HaPathNames): string[] {
  const written = path.replace(/^\$([a-z]+)/, (_, name: keyof HaPathNames) => names[name])
  return written.split('/').filter((segment) => segment !== '')
}

function isMatch(wanted: string, segment: string): boolean {
  const pattern = patterns[wanted]
  if (!pattern) return wanted === segment
  return pattern.test(segment) && !(wanted === '{job}' && segment === noJobId)
}

function toMatch({ segments: wanted, role }: Template, segments: readonly string[]): PathMatch {
  const valueOf = (name: string) => segments[wanted.indexOf(name)] ?? null
  return {
    role,
    jobId: valueOf('{job}') ?? valueOf('job-{job}')?.slice('job-'.length) ?? null,
    checkpoint: valueOf('{checkpoint}'),
    member: valueOf('{member}'),
    application: valueOf('{application}'),
  }
}

function groupBySize(templates: Template[]): Map<number, Template[]> {
  const groups = new Map<number, Template[]>()
  for (const template of templates) {
    const size = template.segments.length
    groups.set(size, [...(groups.get(size) ?? []), template])
  }
  return groups
}

/** The root is the path without segments. */
export function toSegments(path: string): string[] {
  return path === '' ? [] : path.split('/')
}
