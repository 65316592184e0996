'use client'
import { toAgoText, toTickingText } from '@/lib/base/durations'
import { useConnection } from '@/lib/client/use-connection'
import type { ConnectionState } from '@/lib/client/live-connection'
import { useNow } from '@/lib/client/use-now'

const looks: Record<ConnectionState, { word: string; shape: string; className: string }> = {
  live: { word: 'live', shape: '●', className: 'text-green' },
  connecting: { word: 'connecting', shape: '◌', className: 'text-muted' },
  stale: { word: 'stale', shape: '◆', className: 'text-amber-ink' },
}

/** Whether the page is live: always in sight. */
export function ConnectionMark() {
  const { state, since, beat } = useConnection()
  const now = useNow()
  const { word, shape, className } = looks[state]
  const heard = beat?.lastHeardAt?.zookeeper ?? null
  return (
    <span className="flex items-center gap-3 text-sm whitespace-nowrap">
      <span data-connection={state} role="status" className={className}>
        <span aria-hidden="true">{shape} </span>
        {word}
        {state === 'stale' && since > 0 ? <span aria-live="off"> {toTickingText(now - since)}</span> : null}
      </span>
      {heard === null || state !== 'live' ? null : (
        <span className="min-w-[17ch] text-muted max-[1439px]:hidden">ZooKeeper {toAgoText(now - Date.parse(heard))}</span>
      )}
    </span>
  )
}
