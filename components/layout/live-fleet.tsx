'use client'
import { useKeepFleetLive } from '@/lib/client/use-clusters'

/** Holds the connection of a page that shows no cluster, so that what somebody else sets is seen there too: it draws nothing. */
export function LiveFleet() {
  useKeepFleetLive()
  return null
}
