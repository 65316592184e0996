'use client'
import { useEffect, useState, type RefObject } from 'react'

export interface RowWindow {
  from: number
  to: number
  /** Height of a row in px, to reserve the space of those not rendered. */
  rowHeight: number
}

const spare = 15

/**
 * The rows of a long list that are worth rendering: those in sight and some around them, by the page's own scrolling. Short lists are
 * rendered whole.
 * @param body the element that holds the rows; the height of its first `[data-row]` is a row's
 */
export function useRowWindow(body: RefObject<HTMLElement | null>, count: number, wholeUpTo = 80): RowWindow {
  const [shown, setShown] = useState<RowWindow>({ from: 0, to: 50, rowHeight: 57 })
  const whole = count <= wholeUpTo

  useEffect(() => {
    if (whole) return
    let frame = 0
    const look = () => {
      frame = 0
      if (body.current) setShown((before) => deriveWindow(body.current as HTMLElement, count, before))
    }
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    later()
    window.addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', later)
      window.removeEventListener('resize', later)
    }
  }, [body, count, whole])

  return whole
    ? { from: 0, to: count, rowHeight: shown.rowHeight }
    : { ...shown, from: Math.min(shown.from, count), to: Math.min(shown.to, count) }
}

function deriveWindow(body: HTMLElement, count: number, before: RowWindow): RowWindow {
  const row = body.querySelector<HTMLElement>('[data-row]')
  const rowHeight = row?.offsetHeight || before.rowHeight
  const above = Math.max(0, -body.getBoundingClientRect().top)
  const first = Math.floor(above / rowHeight)
  const from = Math.max(0, Math.min(first - spare, count))
  const to = Math.min(count, first + Math.ceil(window.innerHeight / rowHeight) + spare)
  return from === before.from && to === before.to && rowHeight === before.rowHeight ? before : { from, to, rowHeight }
}
