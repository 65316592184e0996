'use client'
import useSWR from 'swr'
import useSWRSubscription from 'swr/subscription'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { openLive } from './connection-store'
import { followClusters } from './follow-clusters'
import { fetchJson } from './fetch-json'

const sameReference = { compare: (a: unknown, b: unknown) => a === b }

/** All clusters, live. For the Clusters page: it takes the tab's one connection. */
export function useClusters(initial: ClusterSummary[]): ClusterSummary[] {
  const { data } = useSWRSubscription<ClusterSummary[], Error, string>(
    '/api/v1/clusters/events',
    (url: string, { next }: { next: (error: Error | null, data?: ClusterSummary[]) => void }) => openLive(url, followClusters((clusters) => next(null, clusters))),
    sameReference,
  )
  return data ?? initial
}

/** All clusters as of when they were asked for, e.g. when the palette opens: needs no connection of its own. */
export function useClusterList(wanted: boolean): { clusters: ClusterSummary[]; problem: string | null } {
  const { data, error } = useSWR<{ clusters: ClusterSummary[] }, Error>(wanted ? '/api/v1/clusters' : null, fetchJson, { revalidateOnFocus: false })
  return { clusters: data?.clusters ?? [], problem: error ? error.message : null }
}
