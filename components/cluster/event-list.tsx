'use client'
import { useContext } from 'react'
import { classNames } from '@/components/ui/class-names'
import { MomentLink } from '@/components/shared/moment-link'
import { RenderedAt } from '@/lib/client/use-now'
import type { ClusterEvent, Severity } from '@/lib/model/snapshot'
import { severityShapes } from '@/components/shared/verdict-words'

const hasShape: Record<Severity, boolean> = { error: true, warning: true, note: false }

/** Events, each with a link to the cluster as it was then. */
export function EventList({ events, clusterId }: { events: readonly ClusterEvent[]; clusterId: string }) {
  const renderedAt = useContext(RenderedAt)
  return (
    <ol className="-mt-1 text-sm">
      {events.map((event) => (
        <li
          key={event.id}
          className={classNames(
            'grid grid-cols-[64px_minmax(0,1fr)] gap-3 border-b border-line py-2 last:border-b-0',
            Date.parse(event.at) > renderedAt && 'arrives',
          )}
        >
          <MomentLink at={event.at} clusterId={clusterId} />
          <span className="[overflow-wrap:anywhere]">
            {hasShape[event.severity] ? (
              <span aria-hidden="true" className={severityShapes[event.severity].className}>
                {severityShapes[event.severity].shape}{' '}
              </span>
            ) : null}
            {event.text}
          </span>
        </li>
      ))}
    </ol>
  )
}
