'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { memo, type ReactNode } from 'react'
import { Panel } from '@/components/ui/panel'
import type { ClusterEvent } from '@/lib/model/snapshot'
import { EventList } from './event-list'

const shown = 8

/** The latest events, newest first. */
export const WhatChanged = memo(function WhatChanged({
  events,
  clusterId,
  children,
}: {
  events: ClusterEvent[]
  clusterId: string
  children?: ReactNode
}) {
  const newest = [...events].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, shown)
  return (
    <Panel
      title="What changed last"
      aside="Seen by this console since it started"
      corner={
        <Link href={pagePaths.clusterSection(clusterId, 'activity')} className="link text-sm text-muted">
          All activity
        </Link>
      }
    >
      {newest.length === 0 ? <p className="text-sm text-muted">No changes yet.</p> : <EventList events={newest} clusterId={clusterId} />}
      {children}
    </Panel>
  )
})
