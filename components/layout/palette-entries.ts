import type { ClusterSnapshot, ClusterSummary, VerdictLevel } from '@/lib/model/snapshot'

export interface PaletteEntry {
  key: string
  word: string
  aside?: string
  level?: VerdictLevel
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
export function derivePaletteGroups(sought: string, clusters: readonly ClusterSummary[], snapshot: ClusterSnapshot | null): PaletteGroup[] {
  const wanted = sought.trim().toLowerCase()
  const fits = ({ word, aside }: PaletteEntry) => wanted === '' || word.toLowerCase().includes(wanted) || (aside ?? '').toLowerCase().includes(wanted)
  const groups: PaletteGroup[] = [
    { heading: 'Pages', entries: snapshot === null ? [] : toPages(snapshot) },
    { heading: 'Clusters', entries: [{ key: 'clusters', word: 'All clusters', href: '/' }, ...clusters.map(({ id, name, level }) => ({ key: `cluster ${id}`, word: name, level, href: toBase(id) }))] },
    { heading: 'Jobs', entries: snapshot === null ? [] : toJobs(snapshot) },
    { heading: 'Copy an id', entries: snapshot === null || wanted === '' ? [] : toIds(snapshot) },
  ]
  return groups.map(({ heading, entries }) => ({ heading, entries: entries.filter(fits).slice(0, most) })).filter(({ entries }) => entries.length > 0)
}

function toPages({ cluster }: ClusterSnapshot): PaletteEntry[] {
  const base = toBase(cluster.id)
  return [
    { key: 'page overview', word: 'Overview', href: base },
    { key: 'page recovery', word: 'Recovery', href: `${base}/recovery` },
    { key: 'page configuration', word: 'Configuration', href: `${base}/configuration` },
    { key: 'page zookeeper', word: 'ZooKeeper', href: `${base}/zookeeper` },
  ]
}

function toJobs({ cluster, recovery }: ClusterSnapshot): PaletteEntry[] {
  return recovery.jobs.map(({ jobId, name }) => ({ key: `job ${jobId}`, word: name ?? jobId, aside: jobId, href: `${toBase(cluster.id)}/recovery?job=${jobId}` }))
}

function toIds({ leader, jobManagers, recovery }: ClusterSnapshot): PaletteEntry[] {
  const entry = (word: string, id: string): PaletteEntry => ({ key: `copy ${word} ${id}`, word, aside: id, href: '', copies: id })
  return [
    ...(leader === null ? [] : [entry('Leader session', leader.leaderSessionId), entry('ZooKeeper session of the leader', leader.zkSessionId)]),
    ...jobManagers.flatMap(({ master, zkSessionId }) => [entry(`Master ${master}`, master), ...(zkSessionId === null ? [] : [entry(`ZooKeeper session of ${master}`, zkSessionId)])]),
    ...recovery.jobs.map(({ jobId, name }) => entry(`Job id of ${name ?? jobId}`, jobId)),
  ]
}

function toBase(id: string): string {
  return `/clusters/${encodeURIComponent(id)}`
}
