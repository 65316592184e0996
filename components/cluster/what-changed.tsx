'use client'
import { memo, useContext, type ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Panel } from '@/components/ui/panel'
import { TimeOfDay } from '@/components/ui/time'
import { RenderedAt } from '@/lib/client/use-now'
import type { ClusterEvent, Severity } from '@/lib/model/snapshot'
import { severityShapes } from './verdict-words'

const shown = 8

const shapes: Record<Severity, boolean> = { error: true, warning: true, note: false }

/** What happened last, newest first. */
export const WhatChanged = memo(function WhatChanged({ events, children }: { events: ClusterEvent[]; children?: ReactNode }) {
  const renderedAt = useContext(RenderedAt)
  const newest = [...events].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, shown)
  return (
    <Panel title="What changed last" aside="Seen by this console since it started">
      {newest.length === 0 ? <p className="text-sm text-muted">Nothing has changed yet.</p> : (
        <ol className="-mt-1 text-sm">
          {newest.map((event) => (
            <li key={event.id} className={classNames('grid grid-cols-[64px_minmax(0,1fr)] gap-3 border-b border-line py-2 last:border-b-0', Date.parse(event.at) > renderedAt && 'arrives')}>
              <span className="text-muted"><TimeOfDay at={event.at} /></span>
              <span className="[overflow-wrap:anywhere]">
                {shapes[event.severity] ? <span aria-hidden="true" className={severityShapes[event.severity].className}>{severityShapes[event.severity].shape} </span> : null}
                {event.text}
              </span>
            </li>
          ))}
        </ol>
      )}
      {children}
    </Panel>
  )
})
