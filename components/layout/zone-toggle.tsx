'use client'
import { useContext } from 'react'
import { toZoneWord } from '@/components/ui/clock-text'
import { OwnZone, ReaderZone, RenderedAt } from '@/lib/client/use-now'
import { setZoneChoice } from '@/lib/client/zone-choice'

/** The zone of all times on the page, and the switch to UTC and back. Nothing where the reader's own zone is UTC. */
export function ZoneToggle({ className, long = false, onChosen }: { className: string; long?: boolean; onChosen?: () => void }) {
  const [shown, own, at] = [useContext(ReaderZone), useContext(OwnZone), useContext(RenderedAt)]
  if (own === 'UTC') return null
  const [word, next] = [shown, shown === 'UTC' ? own : 'UTC'].map((zone) => toZoneWord(zone, at))
  return (
    <button
      type="button"
      onClick={() => {
        setZoneChoice(shown === 'UTC' ? 'local' : 'utc')
        onChosen?.()
      }}
      aria-label={`Times in ${word}. Change to ${next}`}
      data-tip={long ? undefined : `Times in ${shown}. Change to ${next}`}
      className={className}
    >
      {long ? `Show times in ${next}` : word}
    </button>
  )
}
