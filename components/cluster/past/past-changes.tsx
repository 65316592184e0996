'use client'
import type { ReactNode } from 'react'
import { Panel } from '@/components/ui/panel'
import type { Moment } from '@/lib/model/history'
import { EventList } from '../event-list'

const shownBefore = 6
const shownAfter = 6

/** Events before the moment shown, and those after it. */
export function PastChanges({ moment, clusterId, children }: { moment: Moment; clusterId: string; children?: ReactNode }) {
  const before = moment.snapshot.events.slice(0, shownBefore)
  const after = moment.after.slice(0, shownAfter)
  return (
    <Panel title="Changes around this time" aside="Click a time to go there">
      <h3 className="mb-2 text-xs text-muted">After, within an hour</h3>
      {after.length === 0 ? (
        <p className="mb-3 text-sm text-muted">No change within an hour.</p>
      ) : (
        <EventList events={after} clusterId={clusterId} />
      )}
      <h3 className="mt-3 mb-2 border-t-2 border-ink pt-3 text-xs text-muted">Before, newest first</h3>
      {before.length === 0 ? (
        <p className="text-sm text-muted">No change in the day before.</p>
      ) : (
        <EventList events={before} clusterId={clusterId} />
      )}
      {children}
    </Panel>
  )
}
