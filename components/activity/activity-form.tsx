'use client'
import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { severityShapes } from '@/components/cluster/verdict-words'
import { activitySources, type ActivityFilter, type ActivitySource } from '@/lib/model/activity'
import type { Severity } from '@/lib/model/snapshot'
import { isNarrowed } from './activity-query'
import { sourceWords } from './activity-words'

interface ActivityFormProps {
  filter: ActivityFilter
  /** The page's own address. */
  base: string
  /** Whose page it is; null: all clusters'. */
  ownCluster: string | null
  clusters: readonly { id: string; name: string }[]
  withAudit: boolean
}

const severities: readonly Severity[] = ['error', 'warning', 'note']
const field = 'mt-1 w-full rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm placeholder:text-faint'

/** A form as the web knows it: it works without scripts, and its address is the filter. */
export function ActivityForm({ filter, base, ownCluster, clusters, withAudit }: ActivityFormProps) {
  const router = useRouter()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)])
    router.replace(`${base}?${new URLSearchParams(given)}`, { scroll: false })
  }
  const sources = activitySources.filter((source) => withAudit || source !== 'audit')
  return (
    <Fold narrowed={isNarrowed(filter, ownCluster)}>
      <form
        key={JSON.stringify(filter)}
        action={base}
        onSubmit={submit}
        aria-label="Filter"
        className="grid gap-x-5 gap-y-3 px-5 py-4 max-sm:px-4 sm:grid-cols-2 lg:grid-cols-4"
      >
        <Choices legend="What">
          {sources.map((source) => (
            <Choice key={source} name="source" value={source} checked={filter.sources.includes(source)}>
              {sourceWords[source].many}
            </Choice>
          ))}
        </Choices>
        <Choices legend="How grave">
          {severities.map((severity) => (
            <Choice key={severity} name="severity" value={severity} checked={filter.severities.includes(severity)}>
              <span aria-hidden="true" className={severityShapes[severity].className}>
                {severityShapes[severity].shape}
              </span>{' '}
              {severityShapes[severity].word}
            </Choice>
          ))}
        </Choices>
        <label className="block text-sm font-medium">
          Words
          <input
            name="text"
            defaultValue={filter.text ?? ''}
            maxLength={200}
            placeholder="jm1:8081, took the lead, a job…"
            className={field}
          />
        </label>
        <label className="block text-sm font-medium">
          Who
          <input name="who" defaultValue={filter.who ?? ''} maxLength={200} placeholder="Part of a name" className={field} />
        </label>
        {ownCluster !== null ? null : (
          <label className="block text-sm font-medium">
            Cluster
            <select name="cluster" defaultValue={filter.clusterId ?? ''} className={field}>
              <option value="">All clusters</option>
              {clusters.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="block text-sm font-medium">
          From, UTC
          <input type="datetime-local" name="from" defaultValue={toFieldTime(filter.from)} className={field} />
        </label>
        <label className="block text-sm font-medium">
          To, UTC
          <input type="datetime-local" name="to" defaultValue={toFieldTime(filter.to)} className={field} />
        </label>
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

/** On a narrow screen the list comes first: the filter is one line until it is wanted. Needs no scripts either. */
function Fold({ narrowed, children }: { narrowed: boolean; children: ReactNode }) {
  return (
    <details className="folds-when-narrow group rounded-lg border border-line bg-panel">
      <summary className="px-4 py-2.5 text-sm font-medium">
        <span className="flex items-center justify-between gap-3">
          <span>Filter{narrowed ? <span className="font-normal text-muted"> · not all is shown</span> : null}</span>
          <ChevronDown aria-hidden="true" className="size-4 text-muted transition-transform group-open:rotate-180" />
        </span>
      </summary>
      {children}
    </details>
  )
}

function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm">{children}</div>
    </fieldset>
  )
}

function Choice({
  name,
  value,
  checked,
  children,
}: {
  name: string
  value: ActivitySource | Severity
  checked: boolean
  children: ReactNode
}) {
  return (
    <label className="flex items-center gap-1.5 whitespace-nowrap">
      <input type="checkbox" name={name} value={value} defaultChecked={checked} className="accent-ink" />
      {children}
    </label>
  )
}

function toFieldTime(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString().slice(0, 16)
}
