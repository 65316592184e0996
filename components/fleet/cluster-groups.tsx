'use client'
import type { ClusterSummary, VerdictLevel } from '@/lib/model/snapshot'
import { ClusterRow } from './cluster-row'

/**
 * Sorted rows, those of each verdict in a group of their own. Within a group the order is by name and stays, so another
 * verdict moves one row from group to group; in one long list React would move every row that it passes.
 */
export function ClusterGroups({ clusters }: { clusters: readonly ClusterSummary[] }) {
  return toGroups(clusters).map(([level, rows]) => (
    <tbody key={level} role="rowgroup">
      {rows.map((cluster) => (
        <ClusterRow key={cluster.id} cluster={cluster} />
      ))}
    </tbody>
  ))
}

function toGroups(clusters: readonly ClusterSummary[]): [VerdictLevel, ClusterSummary[]][] {
  const groups = new Map<VerdictLevel, ClusterSummary[]>()
  for (const cluster of clusters) {
    const group = groups.get(cluster.level)
    if (group) group.push(cluster)
    else groups.set(cluster.level, [cluster])
  }
  return [...groups]
}
