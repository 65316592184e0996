'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { Since } from '@/components/ui/time'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { toRunningTitle } from './running-words'

/** The operation that runs on a cluster, in one line, with its link. */
export function RunningLine({ snapshot }: { snapshot: Pick<ClusterSnapshot, 'cluster' | 'operation'> }) {
  const { operation, cluster } = snapshot
  if (operation === null) return null
  return (
    <section
      aria-label="Running operation"
      data-running={operation.id}
      className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 rounded-lg border border-gold-line bg-panel px-5 py-3 max-sm:px-4"
    >
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <span aria-hidden="true" className="text-gold-ink">
          ◌{' '}
        </span>
        <span className="font-semibold">{toRunningTitle(operation)}</span>{' '}
        <span className="text-muted">
          {operation.step === '' ? '' : `${operation.step} · `}
          <Since at={operation.startedAt} /> · by {operation.by}
        </span>
      </p>
      <Link href={pagePaths.operation(cluster.id, operation.id)} className="link flex-none font-semibold">
        Watch it
      </Link>
    </section>
  )
}
