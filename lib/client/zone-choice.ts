import { useSyncExternalStore } from 'react'
import { createListeners } from '@/lib/base/listeners'

export const zoneChoices = ['local', 'utc'] as const
/** Whether times are shown in the reader's own zone or in UTC. */
export type ZoneChoice = (typeof zoneChoices)[number]

const listeners = createListeners<void>()
/** null: as the server rendered the page. */
let chosen: ZoneChoice | null = null

/** Kept in a cookie, so that the server renders with it. */
export function setZoneChoice(choice: ZoneChoice): void {
  document.cookie = `times=${choice}; path=/; max-age=31536000; samesite=lax`
  chosen = choice
  listeners.emit()
}

export function useZoneChoice(initial: ZoneChoice): ZoneChoice {
  return useSyncExternalStore(
    (listener) => listeners.add(listener),
    () => chosen ?? initial,
    () => initial,
  )
}
