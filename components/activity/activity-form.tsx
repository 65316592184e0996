'use client'
import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import type { ActivityFilter } from '@/lib/model/activity'
import { ClusterField, KindChoices, TextFields, TimeField } from './activity-fields'
import { isNarrowed } from './activity-query'

interface ActivityFormProps {
  filter: ActivityFilter
  /** The page's own address. */
  base: string
  /** The cluster of the page; null: all clusters. */
  ownCluster: string | null
  clusters: readonly { id: string; name: string }[]
  withAudit: boolean
}

/** A plain HTML form: it works without scripts, and its address is the filter. */
export function ActivityForm({ filter, base, ownCluster, clusters, withAudit }: ActivityFormProps) {
  const router = useRouter()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)])
    router.replace(`${base}?${new URLSearchParams(given)}`, { scroll: false })
  }
  return (
    <Fold narrowed={isNarrowed(filter, ownCluster)}>
      <form
        key={JSON.stringify(filter)}
        action={base}
        onSubmit={submit}
        aria-label="Filter"
        className="grid gap-x-5 gap-y-3 px-5 py-4 max-sm:px-4 sm:grid-cols-2 lg:grid-cols-4"
      >
        <KindChoices filter={filter} withAudit={withAudit} />
        <TextFields filter={filter} />
        {ownCluster !== null ? null : <ClusterField clusterId={filter.clusterId} clusters={clusters} />}
        <TimeField label="From, UTC" name="from" ms={filter.from} />
        <TimeField label="To, UTC" name="to" ms={filter.to} />
        <div className="flex items-end gap-4">
          <Button type="submit" small className="py-1.5">
            Show
          </Button>
          {isNarrowed(filter, ownCluster) ? (
            <Link href={base} scroll={false} className="link py-1.5 text-sm text-muted">
              Show all
            </Link>
          ) : null}
        </div>
      </form>
    </Fold>
  )
}

/** On a narrow screen the list comes first: the filter is one line until it is opened. Needs no scripts either. */
function Fold({ narrowed, children }: { narrowed: boolean; children: ReactNode }) {
  return (
    <details className="folds-when-narrow group rounded-lg border border-line bg-panel">
      <summary className="px-4 py-2.5 text-sm font-medium">
        <span className="flex items-center justify-between gap-3">
          <span>Filter{narrowed ? <span className="font-normal text-muted"> · filtered</span> : null}</span>
          <ChevronDown aria-hidden="true" className="size-4 text-muted transition-transform group-open:rotate-180" />
        </span>
      </summary>
      {children}
    </details>
  )
}
