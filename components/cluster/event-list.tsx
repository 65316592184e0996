'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useContext } from 'react'
import { classNames } from '@/components/ui/class-names'
import { toClockText } from '@/components/ui/clock-text'
import { ReaderZone, RenderedAt } from '@/lib/client/use-now'
import type { ClusterEvent, Severity } from '@/lib/model/snapshot'
import { severityShapes } from './verdict-words'

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

/** “14:58:15”, with a link to the cluster as it was then. */
export function MomentLink({ at, clusterId, children }: { at: string; clusterId: string; children?: React.ReactNode }) {
  const zone = useContext(ReaderZone)
  return (
    <Link
      href={`${pagePaths.cluster(clusterId)}?at=${at}`}
      prefetch={false}
      data-tip="As it was then"
      data-tip-time={at}
      className="link text-muted"
    >
      <time dateTime={at}>{children ?? toClockText(at, zone)}</time>
    </Link>
  )
}
