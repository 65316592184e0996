'use client'
import { memo } from 'react'
import { Cells } from '@/components/ui/table'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { clusterColumns } from './cluster-columns'

/** One cluster of the list. Renders again only when this cluster changed. */
export const ClusterRow = memo(function ClusterRow({ cluster }: { cluster: ClusterSummary }) {
  return (
    <tr role="row" data-cluster={cluster.id} data-level={cluster.level} data-state={cluster.state}>
      <Cells columns={clusterColumns} row={cluster} />
    </tr>
  )
})
