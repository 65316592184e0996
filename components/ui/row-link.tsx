'use client'
import Link from 'next/link'
import { useState, type ComponentProps } from 'react'

/**
 * A link of a long list: its page is prefetched when the pointer or the keyboard is on it. Next would do so for every row that comes into
 * view, again whenever rows change places: hundreds of requests for pages that are never opened.
 */
export function RowLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  const [isNear, setNear] = useState(false)
  const approach = () => setNear(true)
  return <Link {...props} prefetch={isNear ? null : false} onMouseEnter={approach} onFocus={approach} />
}
