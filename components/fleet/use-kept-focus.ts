'use client'
import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react'

interface KeptFocus<Box extends HTMLElement> {
  ref: RefObject<Box | null>
  onFocus: (event: FocusEvent<HTMLElement>) => void
  onBlur: () => void
}

/**
 * A row whose verdict changes is drawn anew in another group. A keyboard user in that row continues from its link, and not from the top of
 * the page. For the box around the rows; they carry `data-cluster`, their links `data-arrow`.
 */
export function useKeptFocus<Box extends HTMLElement>(): KeptFocus<Box> {
  const ref = useRef<Box>(null)
  const held = useRef<{ element: Element; cluster: string } | null>(null)
  // After each drawing: React fires no blur for elements that it removes itself.
  useLayoutEffect(() => {
    if (held.current === null || held.current.element.isConnected) return
    const { cluster } = held.current
    held.current = null
    // A focus that has moved elsewhere meanwhile stays there.
    if (document.activeElement !== document.body) return
    ref.current?.querySelector<HTMLElement>(`[data-cluster="${CSS.escape(cluster)}"] [data-arrow]`)?.focus({ preventScroll: true })
  })
  return {
    ref,
    onFocus({ target }) {
      const cluster = target.closest<HTMLElement>('[data-cluster]')?.dataset.cluster
      held.current = cluster === undefined ? null : { element: target, cluster }
    },
    onBlur: () => void (held.current = null),
  }
}
