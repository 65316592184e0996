'use client'
import Link from 'next/link'
import { pagePaths } from '@/lib/base/paths'
import { useClusters, usePolledClusters } from '@/lib/client/use-clusters'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { findWorst, type WorstCluster } from '@/lib/model/summarize'
import { StatePill } from './cluster-state-pill'
import { useTabMark } from './tab-mark'

interface FleetStateProps {
  /** The worst cluster as the page was rendered; null: there is no cluster. */
  initial: WorstCluster | null
}

/** The worst state of all clusters, on pages that belong to none. */
export function FleetStatePill({ initial }: FleetStateProps) {
  return <WorstPill worst={toWorst(useClusters(null), initial)} />
}

/** The same on a page whose one connection is another. */
export function PolledFleetStatePill({ initial }: FleetStateProps) {
  return <WorstPill worst={toWorst(usePolledClusters(), initial)} />
}

function toWorst(clusters: ClusterSummary[] | null, initial: WorstCluster | null): WorstCluster | null {
  return clusters === null ? initial : findWorst(clusters)
}

function WorstPill({ worst }: { worst: WorstCluster | null }) {
  useTabMark(worst?.state ?? null)
  if (worst === null) return null
  return (
    <Link href={pagePaths.cluster(worst.id)} className="hover:underline">
      <StatePill state={worst.state} of={worst.state === 'protected' ? null : worst.name} />
    </Link>
  )
}
