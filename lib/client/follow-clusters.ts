import type { ClusterSummary } from '@/lib/model/snapshot'
import type { LiveHandlers } from './live-connection'

/** The list of clusters: whole first, then the rows that changed. A row of a cluster not in the list is a gap. */
export function createClusterListHandlers(publish: (clusters: ClusterSummary[]) => void): LiveHandlers {
  let held: ClusterSummary[] | null = null
  const hold = (clusters: ClusterSummary[]) => {
    held = clusters
    publish(clusters)
    return 'fine' as const
  }
  return {
    events: {
      clusters: (data) => hold((data as { clusters: ClusterSummary[] }).clusters),
      changed: (data) => {
        const rows = new Map((data as { clusters: ClusterSummary[] }).clusters.map((row) => [row.id, row]))
        if (held === null || held.filter(({ id }) => rows.has(id)).length < rows.size) return 'gap'
        return hold(held.map((one) => rows.get(one.id) ?? one))
      },
    },
    onBeat: () => 'fine',
  }
}
