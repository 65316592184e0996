import type { KeyboardEvent } from 'react'

/** The directions of keys: lists go up and down, lanes also left and right. */
type Step = 'next' | 'previous' | 'first' | 'last'

const steps: Record<string, Step | undefined> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' }
const sideways: Record<string, Step | undefined> = { ArrowRight: 'next', ArrowLeft: 'previous' }

/**
 * Moves the focus among the elements marked `data-arrow` inside the element that has this handler.
 * @param withSides left and right move as well
 */
export function moveByArrowKeys(event: KeyboardEvent<HTMLElement>, withSides = false): void {
  const step = steps[event.key] ?? (withSides ? sideways[event.key] : undefined)
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-arrow]')]
  const here = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement))
  if (here < 0) return
  const target = stops[toIndex(step, here, stops.length)]
  if (target === undefined) return
  event.preventDefault()
  target.focus()
}

function toIndex(step: Step, here: number, count: number): number {
  switch (step) {
    case 'next':
      return Math.min(here + 1, count - 1)
    case 'previous':
      return Math.max(here - 1, 0)
    case 'first':
      return 0
    case 'last':
      return count - 1
  }
}
