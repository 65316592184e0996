'use client'
import { apiPaths } from '@/lib/base/paths'
import type { ActivityListing } from '@/lib/model/activity'
import { browserWorld, openLive } from './connection-store'
import { LiveConnection, type LiveHandlers } from './live-connection'
import { useLiveStream } from './use-live-stream'

interface Wanted {
  /** False for an older page, which does not change. */
  isLive: boolean
  /** Whether the page has no other connection: then the top bar shows the state of this one. */
  isOnly: boolean
}

/** A page of the activity, updated whenever a written entry passes its filter. @param query the filter */
export function useActivity(query: string, initial: ActivityListing, { isLive, isOnly }: Wanted): ActivityListing {
  const url = isLive ? `${apiPaths.activityEvents}?limit=50${query === '' ? '' : `&${query}`}` : null
  const activity = useLiveStream(url, followActivity, isOnly ? openLive : openBeside)
  return isLive ? (activity ?? initial) : initial
}

function followActivity(publish: (page: ActivityListing) => void): LiveHandlers {
  const take = (page: unknown) => {
    publish(page as ActivityListing)
    return 'fine' as const
  }
  return { events: { activity: take }, onBeat: () => 'fine' }
}

/** A second connection, of a page whose cluster has the first: the top bar shows the state of the first. */
function openBeside(url: string, handlers: LiveHandlers): () => void {
  const live = new LiveConnection(url, handlers, () => undefined, browserWorld)
  return () => live.close()
}
