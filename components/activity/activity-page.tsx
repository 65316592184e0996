'use client'
import { apiPaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useMemo } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { useActivity } from '@/lib/client/use-activity'
import type { ActivityFilter, ActivityListing as Page } from '@/lib/model/activity'
import { ActivityForm } from './activity-form'
import { ActivityList } from './activity-list'
import { AuditCheck } from './audit-check'
import { isNarrowed, toActivityQuery } from './activity-query'

export interface ActivityPageProps {
  initial: Page
  filter: ActivityFilter
  /** An older page, which does not update. */
  isOlder: boolean
  base: string
  ownCluster: string | null
  clusters: readonly { id: string; name: string }[]
  withAudit: boolean
}

/** Events, findings and actions in one list. New entries appear by themselves. */
export function ActivityPage({ initial, filter, isOlder, base, ownCluster, clusters, withAudit }: ActivityPageProps) {
  const page = useActivity(toActivityQuery(filter).toString(), initial, { isLive: !isOlder, isOnly: ownCluster === null })
  const names = useMemo(() => new Map(clusters.map(({ id, name }) => [id, name])), [clusters])
  const query = (more: Record<string, string>) => toActivityQuery(ownCluster === null ? filter : { ...filter, clusterId: null }, more)
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <h1 className="headline">Activity</h1>
        <p className="text-sm text-muted">
          Export{' '}
          <a href={`${apiPaths.activityExport}?${toActivityQuery(filter, { format: 'csv' })}`} download className="link">
            CSV
          </a>{' '}
          ·{' '}
          <a href={`${apiPaths.activityExport}?${toActivityQuery(filter, { format: 'jsonl' })}`} download className="link">
            JSON lines
          </a>
        </p>
      </header>
      {withAudit && ownCluster === null ? <AuditCheck /> : null}
      <ActivityForm filter={filter} base={base} ownCluster={ownCluster} clusters={clusters} withAudit={withAudit} />
      <section aria-label="Activity" className="rounded-lg border border-line bg-panel px-5 pt-4 pb-3 max-sm:px-4">
        {page.problem !== null ? (
          <EmptyState title="The history cannot be read.">{page.problem}</EmptyState>
        ) : page.entries.length === 0 ? (
          <Nothing narrowed={isNarrowed(filter, ownCluster)} base={base} />
        ) : (
          <ActivityList entries={page.entries} names={names} withCluster={ownCluster === null} />
        )}
        <nav aria-label="Pages" className="flex justify-between pt-3 text-sm">
          {isOlder ? (
            <Link href={`${base}?${query({})}`} className="link">
              Newest
            </Link>
          ) : (
            <span />
          )}
          {page.next === null ? null : (
            <Link href={`${base}?${query({ before: page.next })}`} className="link">
              Older
            </Link>
          )}
        </nav>
      </section>
    </div>
  )
}

function Nothing({ narrowed, base }: { narrowed: boolean; base: string }) {
  if (narrowed)
    return (
      <EmptyState title="No entry matches this filter.">
        <Link href={base} className="link">
          Show all
        </Link>
      </EmptyState>
    )
  return (
    <EmptyState title="No activity yet.">Changes of leader, role, verdict and findings, and all operations, are listed here.</EmptyState>
  )
}
