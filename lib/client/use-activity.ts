'use client'
import { apiPaths } from '@/lib/base/paths'
import type { ActivityListing } from '@/lib/model/activity'
import { browserWorld, openLive } from './connection-store'
import { LiveConnection, type LiveHandlers } from './live-connection'
import { useLiveStream } from './use-live-stream'

interface Wanted {
  /** An older page stands still. */
  isLive: boolean
  /** Whether the page has no other connection: then this is the one whose state the top bar tells. */
  isOnly: boolean
}

/**
 * A page of the activity, pushed whenever something is written that its filter lets through.
 * @param query the filter
 */
export function useActivity(query: string, initial: ActivityListing, { isLive, isOnly }: Wanted): ActivityListing {
  const url = isLive ? `${apiPaths.activityEvents}?limit=50${query === '' ? '' : `&${query}`}` : null
  const told = useLiveStream(url, followActivity, isOnly ? openLive : openBeside)
  return isLive ? (told ?? initial) : initial
}

function followActivity(publish: (page: ActivityListing) => void): LiveHandlers {
  const take = (page: unknown) => {
    publish(page as ActivityListing)
    return 'fine' as const
  }
  return { events: { activity: take }, onBeat: () => 'fine' }
}

/** A second connection, of a page whose cluster has the first: the top bar tells of that one. */
function openBeside(url: string, handlers: LiveHandlers): () => void {
  const live = new LiveConnection(url, handlers, () => undefined, browserWorld)
  return () => live.close()
}
