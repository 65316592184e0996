import 'server-only'
import { compileLayouts } from '@/lib/flink/layouts/compiled-layouts'
import { toSegments } from '@/lib/flink/layouts/path-matcher'
import type { HaPathNames } from '@/lib/flink/layouts/types'
import type { Backup } from './backup-file'

export type SavedZnode = Backup['znodes'][number]

/** ZooKeeper accepts no more than a megabyte at once (`jute.maxbuffer`), names and ACLs included. */
const mostCharacters = 700_000
const mostZnodes = 1_000

/**
 * What is written together, as far as one packet holds it: all of a job; else each znode that has no parent in the back-up, with all below
 * it. A job's graph goes last: a leader that sees it before its checkpoints starts the job from the beginning.
 * @param names configured path names, by which a graph is known
 */
export function toTransactions(znodes: readonly SavedZnode[], names: Partial<HaPathNames> = {}): SavedZnode[][] {
  const paths = new Set(znodes.map(({ path }) => path))
  const topOf = (path: string): string => (paths.has(toParent(path)) ? topOf(toParent(path)) : path)
  const isEntry = toEntryFinder(names)
  const trees = new Map<string, { early: SavedZnode[]; late: SavedZnode[] }>()
  for (const znode of [...znodes].sort((one, other) => one.path.split('/').length - other.path.split('/').length)) {
    const top = topOf(znode.path)
    const key = findJobIds(top)[0] ?? top
    const tree = trees.get(key) ?? { early: [], late: [] }
    trees.set(key, tree)
    tree[isEntry(top) ? 'late' : 'early'].push(znode)
  }
  return [...trees.values()].flatMap(({ early, late }) => toPackets([...early, ...late]))
}

/** Ids of the jobs that a back-up registers again: those whose graph it holds. */
export function findRestoredJobs(znodes: readonly Pick<SavedZnode, 'path'>[], names: Partial<HaPathNames>): string[] {
  const isEntry = toEntryFinder(names)
  return [...new Set(znodes.filter(({ path }) => isEntry(path)).flatMap(({ path }) => findJobIds(path)))].sort()
}

function findJobIds(path: string): string[] {
  return path.split('/').flatMap((name) => /^(?:job-)?([0-9a-f]{32})$/.exec(name)?.[1] ?? [])
}

/** Whether a leader that sees this znode begins to recover: the graph of a job, or an application, of any version. */
function toEntryFinder(names: Partial<HaPathNames>): (path: string) => boolean {
  const { eras } = compileLayouts(names)
  return (path) =>
    eras.some((era) => {
      const kind = era.match(toSegments(path))?.role.kind
      return kind === 'graph' || kind === 'application'
    })
}

function toPackets(parentsFirst: readonly SavedZnode[]): SavedZnode[][] {
  const packets: SavedZnode[][] = []
  let packet: SavedZnode[] = []
  let characters = 0
  for (const znode of parentsFirst) {
    const own = JSON.stringify(znode).length
    if (packet.length > 0 && (characters + own > mostCharacters || packet.length >= mostZnodes)) {
      packets.push(packet)
      packet = []
      characters = 0
    }
    packet.push(znode)
    characters += own
  }
  return [...packets, packet]
}

/** The path of the parent; '' above the first name. */
export function toParent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
