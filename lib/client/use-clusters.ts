'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR from 'swr'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { createClusterListHandlers } from './follow-clusters'
import { fetchJson } from './fetch-json'
import { useActor } from './use-actor'
import { useLiveStream } from './use-live-stream'

const events = apiPaths.clusterEvents

/** All clusters, live. For the Clusters page: it takes the tab's one connection. */
export function useClusters<Initial extends ClusterSummary[] | null>(initial: Initial): ClusterSummary[] | Initial {
  return useLiveStream(events, createClusterListHandlers) ?? initial
}

/** All clusters, asked for now and then: for a page whose one connection shows something else. null: not answered yet. */
export function usePolledClusters(): ClusterSummary[] | null {
  const { data } = useSWR<{ clusters: ClusterSummary[] }, Error>(apiPaths.clusters, fetchJson, { refreshInterval: 5_000 })
  return data?.clusters ?? null
}

/** The same connection for a page that shows no cluster: it notifies of other changes. Only for readers who are signed in. */
export function useKeepFleetLive(): void {
  useLiveStream(useActor() === null ? null : events, createClusterListHandlers)
}

/** All clusters as of the time of fetching, e.g. when the palette opens: needs no connection of its own. */
export function useClusterList(wanted: boolean): { clusters: ClusterSummary[]; problem: string | null } {
  const { data, error } = useSWR<{ clusters: ClusterSummary[] }, Error>(wanted ? apiPaths.clusters : null, fetchJson, {
    revalidateOnFocus: false,
  })
  return { clusters: data?.clusters ?? [], problem: error ? error.message : null }
}
