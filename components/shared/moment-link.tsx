'use client'
import Link from 'next/link'
import { useContext } from 'react'
import { toClockText } from '@/components/ui/clock-text'
import { pagePaths } from '@/lib/base/paths'
import { ReaderZone } from '@/lib/client/use-now'

/** “14:58:15”, and leads to the cluster as it was then. */
export function MomentLink({ at, clusterId, children }: { at: string; clusterId: string; children?: React.ReactNode }) {
  const zone = useContext(ReaderZone)
  return (
    <Link
      href={`${pagePaths.cluster(clusterId)}?at=${at}`}
      prefetch={false}
      data-tip="As it was then"
      data-tip-time={at}
      className="link text-muted"
    >
      <time dateTime={at}>{children ?? toClockText(at, zone)}</time>
    </Link>
  )
}
