import { pagePaths } from '@/lib/base/paths'
import { toCommitWords } from '@/components/operations/plan-words'
import { toPlanQuery } from '@/components/operations/plan-link'
import type { Actor } from '@/lib/model/actor'
import { derivePermitted } from '@/lib/model/derive-permitted'
import { operationKinds } from '@/lib/model/operation-kinds'
import type { ClusterSnapshot, ClusterState, ClusterSummary } from '@/lib/model/snapshot'

export interface PaletteEntry {
  key: string
  word: string
  aside?: string
  state?: ClusterState
  href: string
  /** Choosing it copies this instead of going somewhere. */
  copies?: string
}

export interface PaletteGroup {
  heading: string
  entries: PaletteEntry[]
}

const most = 8

/** What the palette offers for what was typed, at most eight a group; groups without any are left out. */
export function derivePaletteGroups(
  sought: string,
  clusters: readonly ClusterSummary[],
  snapshot: ClusterSnapshot | null,
  actor: Actor | null = null,
): PaletteGroup[] {
  const wanted = sought.trim().toLowerCase()
  const fits = ({ word, aside }: PaletteEntry) =>
    wanted === '' || word.toLowerCase().includes(wanted) || (aside ?? '').toLowerCase().includes(wanted)
  const groups: PaletteGroup[] = [
    { heading: 'Pages', entries: snapshot === null ? [] : toPages(snapshot) },
    {
      heading: 'Clusters',
      entries: [
        { key: 'clusters', word: 'All clusters', href: pagePaths.clusters },
        { key: 'activity', word: 'Activity of all clusters', href: pagePaths.activity },
        ...clusters.map(({ id, name, state }) => ({ key: `cluster ${id}`, word: name, state, href: toBase(id) })),
      ],
    },
    { heading: 'Do', entries: snapshot === null || wanted === '' ? [] : toDeeds(snapshot, actor) },
    { heading: 'Settings', entries: [{ key: 'settings status pages', word: 'Status pages', href: pagePaths.statusPages }] },
    { heading: 'Jobs', entries: snapshot === null ? [] : toJobs(snapshot) },
    { heading: 'Copy an id', entries: snapshot === null || wanted === '' ? [] : toIds(snapshot) },
  ]
  return groups
    .map(({ heading, entries }) => ({ heading, entries: entries.filter(fits).slice(0, most) }))
    .filter(({ entries }) => entries.length > 0)
}

function toPages({ cluster }: ClusterSnapshot): PaletteEntry[] {
  const base = toBase(cluster.id)
  return [
    { key: 'page overview', word: 'Overview', href: base },
    { key: 'page recovery', word: 'Recovery', href: `${base}/recovery` },
    { key: 'page configuration', word: 'Configuration', href: `${base}/configuration` },
    { key: 'page zookeeper', word: 'ZooKeeper', href: `${base}/zookeeper` },
    { key: 'page operations', word: 'Operations', href: `${base}/operations` },
    { key: 'page activity', word: 'Activity', href: `${base}/activity` },
  ]
}

/** What may be done now; choosing one opens its plan. */
function toDeeds(snapshot: ClusterSnapshot, actor: Actor | null): PaletteEntry[] {
  const leader = snapshot.leader?.master ?? null
  return derivePermitted(snapshot, actor)
    .filter(({ kind, target, allowed }) => allowed && (target !== null || !operationKinds[kind].isChosenByHand))
    .map(({ kind, target }) => ({
      key: `do ${kind} ${target ?? ''}`,
      word: `${toCommitWords({ kind, target }, leader)}…`,
      aside: operationKinds[kind].button.replace('…', '').toLowerCase(),
      href: `${toBase(snapshot.cluster.id)}/operations${toPlanQuery({ kind, target })}`,
    }))
}

function toJobs({ cluster, recovery }: ClusterSnapshot): PaletteEntry[] {
  return recovery.jobs.map(({ jobId, name }) => ({
    key: `job ${jobId}`,
    word: name ?? jobId,
    aside: jobId,
    href: `${toBase(cluster.id)}/recovery?job=${jobId}`,
  }))
}

function toIds({ leader, jobManagers, recovery }: ClusterSnapshot): PaletteEntry[] {
  const entry = (word: string, id: string): PaletteEntry => ({ key: `copy ${word} ${id}`, word, aside: id, href: '', copies: id })
  return [
    ...(leader === null
      ? []
      : [entry('Leader session', leader.leaderSessionId), entry('ZooKeeper session of the leader', leader.zkSessionId)]),
    ...jobManagers.flatMap(({ master, zkSessionId }) => [
      entry(`Master ${master}`, master),
      ...(zkSessionId === null ? [] : [entry(`ZooKeeper session of ${master}`, zkSessionId)]),
    ]),
    ...recovery.jobs.map(({ jobId, name }) => entry(`Job id of ${name ?? jobId}`, jobId)),
  ]
}

function toBase(id: string): string {
  return pagePaths.cluster(id)
}
