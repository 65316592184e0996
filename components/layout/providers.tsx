'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { OwnZone, ReaderZone, RenderedAt } from '@/lib/client/use-now'
import { useZoneChoice, type ZoneChoice } from '@/lib/client/zone-choice'
import { TipLayer } from '@/components/ui/tip-layer'

interface ProvidersProps {
  /** Epoch ms of the server's render. */
  renderedAt: number
  /** The reader's own; UTC until it is known. */
  zone: string
  zoneChoice: ZoneChoice
  children: ReactNode
}

/** What all parts of a page share: the moment and the zone it was rendered with, and the one tip. */
export function Providers({ renderedAt, zone, zoneChoice, children }: ProvidersProps) {
  const [ownZone, setOwnZone] = useState(zone)
  const choice = useZoneChoice(zoneChoice)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (own === zone) return
    document.cookie = `zone=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax`
    // The reader's zone is known in the browser only: a first visit is rendered in UTC and corrected once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setOwnZone(own)
  }, [zone])
  return (
    <RenderedAt value={renderedAt}>
      <OwnZone value={ownZone}>
        <ReaderZone value={choice === 'utc' ? 'UTC' : ownZone}>
          {children}
          <TipLayer />
        </ReaderZone>
      </OwnZone>
    </RenderedAt>
  )
}
