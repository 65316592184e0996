'use client'
import { useKeepLive } from '@/lib/client/use-cluster'

/** Keeps the connection of a cluster while its pages change: it draws nothing. */
export function LiveCluster({ id }: { id: string }) {
  useKeepLive(id)
  return null
}
