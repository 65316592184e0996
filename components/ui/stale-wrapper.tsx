'use client'
import { useContext, type ReactNode } from 'react'
import { useConnection, useConnectionState } from '@/lib/client/use-connection'
import { RenderedAt, useNow } from '@/lib/client/use-now'
import { toTickingText } from '@/lib/base/durations'

/** Keeps the last state, greys it and shows its age: when its source, or this page's own connection, is down. */
export function StaleWrapper({ since, children }: { since: string | null; children: ReactNode }) {
  const cutOff = useConnectionState() === 'stale'
  const isOld = since !== null || cutOff
  // One structure in both states: what a reader opened or typed inside outlives a lost connection.
  return (
    <div>
      {!isOld ? null : (
        <p className="mb-2 flex items-center gap-1.5 text-sm font-medium text-amber-ink">
          <span aria-hidden="true">◆</span>
          {since === null ? <CutOffText /> : <SinceText since={since} />}
        </p>
      )}
      <div className={isOld ? 'stale' : ''}>{children}</div>
    </div>
  )
}

function SinceText({ since }: { since: string }) {
  const now = useNow()
  return <span>Data from {toTickingText(now - Date.parse(since))} ago</span>
}

function CutOffText() {
  const { lastBeatAt } = useConnection()
  const renderedAt = useContext(RenderedAt)
  const now = useNow()
  const why = lastBeatAt === null ? 'no live connection yet' : 'connection lost'
  return (
    <span>
      Data from {toTickingText(now - (lastBeatAt ?? renderedAt))} ago · {why}
    </span>
  )
}
