import type { ClusterSummary } from '@/lib/model/snapshot'
import type { LiveHandlers } from './live-connection'

/** The list of clusters: whole first, then one row at a time. A row of a cluster not in the list is a gap. */
export function followClusters(publish: (clusters: ClusterSummary[]) => void): LiveHandlers {
  let held: ClusterSummary[] | null = null
  const hold = (clusters: ClusterSummary[]) => {
    held = clusters
    publish(clusters)
    return 'fine' as const
  }
  return {
    events: {
      clusters: (data) => hold((data as { clusters: ClusterSummary[] }).clusters),
      cluster: (data) => {
        const changed = data as ClusterSummary
        if (held === null || !held.some((one) => one.id === changed.id)) return 'gap'
        return hold(held.map((one) => (one.id === changed.id ? changed : one)))
      },
    },
    onBeat: () => 'fine',
  }
}
