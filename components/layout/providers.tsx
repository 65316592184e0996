'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { ReaderZone, RenderedAt } from '@/lib/client/use-now'
import { TipLayer } from '@/components/ui/tip-layer'

interface ProvidersProps {
  /** Epoch ms of the server's render. */
  renderedAt: number
  zone: string
  children: ReactNode
}

/** What all parts of a page share: the moment and the zone it was rendered with, and the one tip. */
export function Providers({ renderedAt, zone, children }: ProvidersProps) {
  const [readerZone, setReaderZone] = useState(zone)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (own === zone) return
    document.cookie = `zone=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax`
    // The reader's zone is known in the browser only: a first visit is rendered in UTC and corrected once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setReaderZone(own)
  }, [zone])
  return (
    <RenderedAt value={renderedAt}>
      <ReaderZone value={readerZone}>
        {children}
        <TipLayer />
      </ReaderZone>
    </RenderedAt>
  )
}
