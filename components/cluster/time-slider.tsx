'use client'
import { useState, type KeyboardEvent } from 'react'
import type { LaneScale } from './lane-scale'

export interface TimeSliderProps {
  scale: LaneScale
  /** The moment shown, epoch ms; null: now. */
  at: number | null
  /** Times of changes; the pointer stops there. */
  stops: readonly number[]
  /** Where the arrow keys lead. */
  previous: number | null
  next: number | null
  toText: (at: number) => string
  /** null: back to now. */
  onMove: (at: number | null) => void
}

/** Within so much of the width the pointer snaps to the change beside it. */
const snapDistance = 0.008

/** Moves through time over the lanes. Arrow keys step from change to change, Page keys by a tenth, End is now. */
export function TimeSlider({ scale, at, stops, previous, next, toText, onMove }: TimeSliderProps) {
  const [dragged, setDragged] = useState<number | null>(null)
  const shown = dragged ?? at ?? scale.to
  const share = Math.min(1, Math.max(0, (shown - scale.from) / (scale.to - scale.from)))
  const commit = () => {
    if (dragged === null) return
    setDragged(null)
    onMove(isNow(dragged, scale) ? null : dragged)
  }
  const key = (event: KeyboardEvent) => {
    const target = toTarget(event.key, shown, { scale, previous, next })
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (target !== 'stay') onMove(target)
  }
  return (
    <div className="relative h-6">
      {at === null && dragged === null ? null : (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute bottom-3 z-10 mark-solid w-px bg-ink"
          style={{ left: `${share * 100}%`, height: 'var(--lanes-height)' }}
        />
      )}
      <input
        type="range"
        aria-label="Move through time"
        aria-valuetext={at === null && dragged === null ? 'now' : toText(shown)}
        min={0}
        max={1}
        step={0.0001}
        value={share}
        onChange={(event) => setDragged(snap(scale.from + Number(event.target.value) * (scale.to - scale.from), stops, scale))}
        onPointerUp={commit}
        onBlur={commit}
        onKeyDown={key}
        className="time-slider absolute inset-x-0 bottom-0 w-full"
      />
      {dragged === null ? null : (
        <output
          className="pointer-events-none absolute bottom-6 z-20 -translate-x-1/2 rounded-sm bg-ink forced-colors:border px-2 py-0.5 text-xs whitespace-nowrap text-paper"
          style={{ left: `clamp(50px, ${share * 100}%, calc(100% - 50px))` }}
        >
          {isNow(dragged, scale) ? 'now' : toText(dragged)}
        </output>
      )}
    </div>
  )
}

function isNow(at: number, scale: LaneScale): boolean {
  return at >= scale.to - (scale.to - scale.from) * 0.002
}

function snap(at: number, stops: readonly number[], { from, to }: LaneScale): number {
  const near = stops.reduce<number | null>((best, stop) => (Math.abs(stop - at) < Math.abs((best ?? Infinity) - at) ? stop : best), null)
  return near !== null && Math.abs(near - at) <= (to - from) * snapDistance ? near : at
}

/** undefined: not a key of the slider; null: now. */
function toTarget(
  key: string,
  shown: number,
  { scale, previous, next }: Pick<TimeSliderProps, 'scale' | 'previous' | 'next'>,
): number | null | 'stay' | undefined {
  const tenth = (scale.to - scale.from) / 10
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return previous ?? 'stay'
    case 'ArrowRight':
    case 'ArrowUp':
      return next
    case 'PageDown':
      return Math.max(scale.from, shown - tenth)
    case 'PageUp':
      return shown + tenth >= scale.to ? null : shown + tenth
    case 'Home':
      return scale.from
    case 'End':
      return null
    default:
      return undefined
  }
}
