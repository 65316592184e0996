import { storeFolders } from '@/lib/flink/layouts/layout-tables'
/** Something that could be removed: a znode with all below it, or a file. */
export type DanglingItem =
  | { kind: 'znodes'; /** Relative to the cluster's root, no slash in front. */ path: string }
  /** A pointer whose file is missing or unreadable; the path is relative as well. */
  | { kind: 'pointer'; path: string }
  | { kind: 'file'; /** As its storage names it. */ path: string }

/** A znode from a reading made just now; paths relative to the cluster's root. */
export interface FreshZnode {
  path: string
  /** '0x0': no session holds it. */
  owner: string
  version: number
  czxid: string
  /** Epoch ms by ZooKeeper's clock. */
  modifiedAt: number
}

export interface DanglingWorld {
  now: number
  /** The item's own znode and everything below it, from a new reading; empty: it no longer exists. For a file: empty. */
  znodes: readonly FreshZnode[]
  /** ZooKeeper lists a leader or contender, in whatever state. */
  isContended: boolean
  /** Ids of jobs that the leader itself reports as not ended; null: not known, because no leader answered. */
  liveJobs: ReadonlySet<string> | null
  /** Ids of jobs with leader information or a registered graph in ZooKeeper now. */
  registeredJobs: ReadonlySet<string>
  /** Files that any pointer of any cluster known here names, read afresh; null: not all could be read. */
  namedFiles: ReadonlySet<string> | null
  /** For a pointer: the state of its file, checked just now. For a file: its own state. */
  target: 'present' | 'missing' | 'unreadable' | 'unchecked'
  /** For a file: epoch ms of its last change; null otherwise. */
  fileModifiedAt: number | null
}

export interface DanglingRemoval {
  kind: 'remove'
  /** Children before parents, each with the version it had: one transaction. */
  znodes: { path: string; version: number; czxid: string }[]
  file: string | null
}

export type RemovalCode =
  | 'gone-already'
  | 'held-by-session'
  | 'too-young'
  | 'job-lives'
  | 'jobs-not-known'
  | 'job-registered'
  | 'target-present'
  | 'target-not-checked'
  | 'still-named'
  | 'names-not-known'
  | 'too-many'
  | 'not-removable'

export type RemovalDecision = DanglingRemoval | { kind: 'keep'; code: RemovalCode; text: string }

/** A younger item may still be half written, or be in Flink's own clean-up. */
export const leastAgeMs = 60_000
/** Limit of one transaction, which has to fit into one ZooKeeper packet. */
export const mostZnodes = 2_000

const keep = (code: RemovalCode, text: string): RemovalDecision => ({ kind: 'keep', code, text })

/**
 * Whether orphaned metadata may be removed. Pure; yes only for what no session holds, no living or registered job
 * needs, and no pointer names (docs/decisions: orphaned metadata).
 */
export function decideRemoval(item: DanglingItem, world: DanglingWorld): RemovalDecision {
  return item.kind === 'file' ? decideFile(item.path, world) : decideZnodes(item, world)
}

function decideFile(path: string, { namedFiles, target, fileModifiedAt, now }: DanglingWorld): RemovalDecision {
  if (target === 'missing') return keep('gone-already', 'The file is gone already.')
  if (target !== 'present' || fileModifiedAt === null) return keep('target-not-checked', 'The file cannot be looked at from here.')
  if (namedFiles === null)
    return keep(
      'names-not-known',
      'Not all pointers could be read, so whether one names this file is not known. Try again when ZooKeeper answers.',
    )
  if (namedFiles.has(path)) return keep('still-named', 'A pointer names this file.')
  if (now - fileModifiedAt < leastAgeMs)
    return keep('too-young', 'The file is younger than a minute: its pointer may be about to be written.')
  return { kind: 'remove', znodes: [], file: path }
}

function decideZnodes({ kind, path }: Exclude<DanglingItem, { kind: 'file' }>, world: DanglingWorld): RemovalDecision {
  const { znodes, now } = world
  if (!isRemovable(path)) return keep('not-removable', 'This znode belongs to the election or to the cluster itself, and is never removed.')
  if (znodes.length === 0) return keep('gone-already', 'The znode is gone already.')
  if (znodes.length > mostZnodes) return keep('too-many', `More than ${mostZnodes} znodes lie below it. Remove them part by part.`)
  if (znodes.some(({ owner }) => owner !== '0x0'))
    return keep(
      'held-by-session',
      'A ZooKeeper session holds a lock here: a JobManager works with it, or its session has not ended yet. Wait for that.',
    )
  if (znodes.some(({ modifiedAt }) => now - modifiedAt < leastAgeMs))
    return keep('too-young', 'It was written less than a minute ago: Flink may be at work here.')
  const lives = judgeJob(kind, path, world)
  if (lives) return lives
  if (kind === 'pointer' && world.target === 'present') return keep('target-present', 'The file that this pointer names is there again.')
  if (kind === 'pointer' && world.target === 'unchecked')
    return keep('target-not-checked', 'Whether the pointer’s file is there could not be looked at from here.')
  const deepestFirst = [...znodes].sort((a, b) => b.path.split('/').length - a.path.split('/').length || (a.path < b.path ? -1 : 1))
  return { kind: 'remove', znodes: deepestFirst.map(({ path: each, version, czxid }) => ({ path: each, version, czxid })), file: null }
}

function judgeJob(
  kind: 'znodes' | 'pointer',
  path: string,
  { isContended, liveJobs, registeredJobs }: DanglingWorld,
): RemovalDecision | null {
  const jobId = /(?:^|\/|-)([0-9a-f]{32})(?:\/|$)/.exec(path)?.[1]
  if (jobId === undefined) return null
  if (isContended && liveJobs === null)
    return keep(
      'jobs-not-known',
      'JobManagers take part in the election, and none of them could be asked which jobs live. Wait until one leads, or stop them.',
    )
  if (liveJobs?.has(jobId)) return keep('job-lives', 'The leader names this job as not ended. Cancel it first.')
  // A broken pointer's job is still registered; where JobManagers run, one of them may be recovering it right now.
  if (kind === 'znodes' && registeredJobs.has(jobId)) return keep('job-registered', 'The job is registered again.')
  if (kind === 'pointer' && isContended && registeredJobs.has(jobId))
    return keep(
      'job-registered',
      'JobManagers are about that would recover this job. Stop them first; start them again when the pointer is removed.',
    )
  return null
}

/** Whether a path may be removed at all: never the root, the election, leader information, or a whole store of the cluster. */
function isRemovable(path: string): boolean {
  const segments = path.split('/')
  if (path === '' || path.startsWith('/') || segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return false
  if (segments[0] === 'leader') return segments.length > 1 && /^(?:job-)?[0-9a-f]{32}$/.test(segments[1] ?? '')
  return segments.length > 1 || !storeFolders.has(path)
}
