'use client'
import { useKeepFleetLive } from '@/lib/client/use-clusters'

/** Keeps the connection of a page that shows no cluster, so that changes by others are seen there too: it draws nothing. */
export function LiveFleet() {
  useKeepFleetLive()
  return null
}
