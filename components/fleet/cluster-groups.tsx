'use client'
import type { ClusterState, ClusterSummary } from '@/lib/model/snapshot'
import { ClusterRow } from './cluster-row'

/**
 * Sorted rows, those of each state in a group of their own. Within a group the order is by name and stays, so a change of state moves one
 * row from group to group; in one long list React would move every row that it passes.
 */
export function ClusterGroups({ clusters }: { clusters: readonly ClusterSummary[] }) {
  return toGroups(clusters).map(([state, rows]) => (
    <tbody key={state} role="rowgroup">
      {rows.map((cluster) => (
        <ClusterRow key={cluster.id} cluster={cluster} />
      ))}
    </tbody>
  ))
}

function toGroups(clusters: readonly ClusterSummary[]): [ClusterState, ClusterSummary[]][] {
  const groups = new Map<ClusterState, ClusterSummary[]>()
  for (const cluster of clusters) {
    const group = groups.get(cluster.state)
    if (group) group.push(cluster)
    else groups.set(cluster.state, [cluster])
  }
  return [...groups]
}
