'use client'
import { apiPaths } from '@/lib/base/paths'
import { useMemo } from 'react'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { followCluster, newerSnapshot } from './follow-cluster'
import { useLiveStream } from './use-live-stream'

function useLiveSnapshot(id: string): ClusterSnapshot | undefined {
  return useLiveStream(`${apiPaths.ofCluster(id, 'events')}?patch=1`, followCluster)
}

/**
 * One cluster, live. All components that use the same id share one connection.
 * @param initial what the server rendered, shown until a newer snapshot arrives
 */
export function useCluster(id: string, initial: ClusterSnapshot): ClusterSnapshot {
  const data = useLiveSnapshot(id)
  return useMemo(() => newerSnapshot(initial, data), [initial, data])
}

/** One cluster as the connection delivers it; null until it does. */
export function useLiveCluster(id: string): ClusterSnapshot | null {
  return useLiveSnapshot(id) ?? null
}

/** Keeps a cluster's connection open while pages that use it come and go. */
export function useKeepLive(id: string): void {
  useLiveSnapshot(id)
}
