'use client'
import { useMemo } from 'react'
import useSWRSubscription from 'swr/subscription'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { openLive } from './connection-store'
import { followCluster, newerSnapshot } from './follow-cluster'

/** SWR would hash the whole snapshot to see whether it changed; the reference says it. */
const sameReference = { compare: (a: unknown, b: unknown) => a === b }

type Next = { next: (error: Error | null, data?: ClusterSnapshot) => void }

function useLiveSnapshot(id: string): ClusterSnapshot | undefined {
  const url = `/api/v1/clusters/${encodeURIComponent(id)}/events?patch=1`
  const { data } = useSWRSubscription<ClusterSnapshot, Error, string>(url, (key: string, { next }: Next) => openLive(key, followCluster((snapshot) => next(null, snapshot))), sameReference)
  return data
}

/**
 * One cluster, live. All components that ask for the same id share one connection.
 * @param initial what the server rendered, shown until something newer arrives
 */
export function useCluster(id: string, initial: ClusterSnapshot): ClusterSnapshot {
  const data = useLiveSnapshot(id)
  return useMemo(() => newerSnapshot(initial, data), [initial, data])
}

/** One cluster as the connection tells it; null until it does. */
export function useLiveCluster(id: string): ClusterSnapshot | null {
  return useLiveSnapshot(id) ?? null
}

/** Keeps a cluster's connection open while pages that use it come and go. */
export function useKeepLive(id: string): void {
  useLiveSnapshot(id)
}
