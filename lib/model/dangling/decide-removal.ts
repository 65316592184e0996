import { storeFolders } from '@/lib/flink/layouts/layout-tables'
import { decideForgetting } from './decide-forgetting'
import { toKept, leastAgeMs, mostZnodes, toDeepestFirst, type DanglingItem, type DanglingWorld, type RemovalDecision } from './removal'

/**
 * Whether orphaned metadata may be removed. Pure; yes only for what no session holds, no living or registered job
 * needs, and no pointer names (docs/decisions: orphaned metadata).
 */
export function decideRemoval(item: DanglingItem, world: DanglingWorld): RemovalDecision {
  switch (item.kind) {
    case 'file':
      return decideFile(item.path, world)
    case 'job':
      return decideForgetting(item.path, world)
    case 'znodes':
    case 'pointer':
      return decideZnodes(item.kind, item.path, world)
  }
}

function decideFile(path: string, { namedFiles, target, fileModifiedAt, now }: DanglingWorld): RemovalDecision {
  if (target === 'missing') return toKept('gone-already', 'The file is gone already.')
  if (target !== 'present' || fileModifiedAt === null) return toKept('target-not-checked', 'The file cannot be looked at from here.')
  if (namedFiles === null)
    return toKept(
      'names-not-known',
      'Not all pointers could be read, so whether one names this file is not known. Try again when ZooKeeper answers.',
    )
  if (namedFiles.has(path)) return toKept('still-named', 'A pointer names this file.')
  if (now - fileModifiedAt < leastAgeMs)
    return toKept('too-young', 'The file is younger than a minute: its pointer may be about to be written.')
  return { kind: 'remove', znodes: [], files: [path] }
}

function decideZnodes(kind: 'znodes' | 'pointer', path: string, world: DanglingWorld): RemovalDecision {
  const { znodes, now } = world
  if (!isRemovable(path))
    return toKept('not-removable', 'This znode belongs to the election or to the cluster itself, and is never removed.')
  if (znodes.length === 0) return toKept('gone-already', 'The znode is gone already.')
  if (znodes.length > mostZnodes) return toKept('too-many', `More than ${mostZnodes} znodes lie below it. Remove them part by part.`)
  if (znodes.some(({ owner }) => owner !== '0x0'))
    return toKept(
      'held-by-session',
      'A ZooKeeper session holds a lock here: a JobManager works with it, or its session has not ended yet. Wait for that.',
    )
  if (znodes.some(({ modifiedAt }) => now - modifiedAt < leastAgeMs))
    return toKept('too-young', 'It was written less than a minute ago: Flink may be at work here.')
  const lives = judgeJob(kind, path, world)
  if (lives) return lives
  if (kind === 'pointer' && world.target === 'present') return toKept('target-present', 'The file that this pointer names is there again.')
  if (kind === 'pointer' && world.target === 'unchecked')
    return toKept('target-not-checked', 'Whether the pointer’s file is there could not be looked at from here.')
  return { kind: 'remove', znodes: toDeepestFirst(znodes), files: [] }
}

function judgeJob(
  kind: 'znodes' | 'pointer',
  path: string,
  { isContended, liveJobs, registeredJobs }: DanglingWorld,
): RemovalDecision | null {
  const jobId = /(?:^|\/|-)([0-9a-f]{32})(?:\/|$)/.exec(path)?.[1]
  if (jobId === undefined) return null
  if (isContended && liveJobs === null)
    return toKept(
      'jobs-not-known',
      'JobManagers take part in the election, and none of them could be asked which jobs live. Wait until one leads, or stop them.',
    )
  if (liveJobs?.has(jobId)) return toKept('job-lives', 'The leader names this job as not ended. Cancel it first.')
  // A broken pointer's job is still registered; where JobManagers run, one of them may be recovering it right now.
  if (kind === 'znodes' && registeredJobs.has(jobId)) return toKept('job-registered', 'The job is registered again.')
  if (kind === 'pointer' && isContended && registeredJobs.has(jobId))
    return toKept(
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
