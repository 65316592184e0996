import type { DanglingItem } from './removal'
import type { ClusterSnapshot } from '../snapshot'

/** An item's name in options and on screens: `znodes jobs/…`, `pointer jobs/…/checkpoints/7`, `file /ha/…`. */
export function toItemName({ kind, path }: DanglingItem): string {
  return `${kind} ${path}`
}

/** The item of one line of the snapshot's list. */
export function toLeftover({ kind, path }: { kind: string; path: string }): DanglingItem {
  return { kind: znodeKinds.has(kind) ? 'znodes' : 'file', path }
}

const znodeKinds = new Set(['job-without-graph', 'other-version'])

/** All dangling items of a snapshot: left-over znodes, files that no pointer names, pointers whose file is missing. */
export function deriveItems({ recovery }: Pick<ClusterSnapshot, 'recovery'>): DanglingItem[] {
  const leftovers = recovery.dangling.map(toLeftover)
  const pointers = recovery.jobs.flatMap((job) => [...(job.graph ? [job.graph] : []), ...job.checkpoints.map(({ pointer }) => pointer)])
  const broken = pointers
    .filter(({ target }) => target === 'missing' || target === 'unreadable')
    .map(({ znode }): DanglingItem => ({ kind: 'pointer', path: znode.replace(/^\/+/, '') }))
  return [...leftovers, ...broken]
}

/**
 * The requested items: one name per line in `options.items`; without it all.
 * @returns a sentence about the first name that does not dangle
 */
export function chooseItems(all: readonly DanglingItem[], wanted: string | undefined): DanglingItem[] | string {
  if (wanted === undefined || wanted.trim() === '') return [...all]
  const names = [
    ...new Set(
      wanted
        .split('\n')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ]
  const byName = new Map(all.map((item) => [toItemName(item), item]))
  const missing = names.find((name) => !byName.has(name))
  return missing === undefined
    ? names.flatMap((name) => byName.get(name) ?? [])
    : `“${missing.slice(0, 300)}” is not orphaned (any more). Reload the list.`
}
