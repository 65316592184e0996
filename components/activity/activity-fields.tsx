import type { ReactNode } from 'react'
import { severityShapes } from '@/components/shared/verdict-words'
import { activitySources, type ActivitySource } from '@/lib/model/activity-sources'
import type { ActivityFilter } from '@/lib/model/activity'
import type { Severity } from '@/lib/model/snapshot'
import { sourceWords } from './activity-words'

const severities: readonly Severity[] = ['error', 'warning', 'note']
const field = 'mt-1 w-full rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm placeholder:text-faint'

/** Filters by source and severity. */
export function KindChoices({ filter, withAudit }: { filter: ActivityFilter; withAudit: boolean }) {
  const sources = activitySources.filter((source) => withAudit || source !== 'audit')
  return (
    <>
      <Choices legend="Type">
        {sources.map((source) => (
          <Choice key={source} name="source" value={source} checked={filter.sources.includes(source)}>
            {sourceWords[source].many}
          </Choice>
        ))}
      </Choices>
      <Choices legend="Severity">
        {severities.map((severity) => (
          <Choice key={severity} name="severity" value={severity} checked={filter.severities.includes(severity)}>
            <span aria-hidden="true" className={severityShapes[severity].className}>
              {severityShapes[severity].shape}
            </span>{' '}
            {severityShapes[severity].word}
          </Choice>
        ))}
      </Choices>
    </>
  )
}

export function TextFields({ filter }: { filter: ActivityFilter }) {
  return (
    <>
      <label className="block text-sm font-medium">
        Search
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
    </>
  )
}

interface ClusterFieldProps {
  clusterId: ActivityFilter['clusterId']
  clusters: readonly { id: string; name: string }[]
}

export function ClusterField({ clusterId, clusters }: ClusterFieldProps) {
  return (
    <label className="block text-sm font-medium">
      Cluster
      <select name="cluster" defaultValue={clusterId ?? ''} className={field}>
        <option value="">All clusters</option>
        {clusters.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

export function TimeField({ label, name, ms }: { label: string; name: 'from' | 'to'; ms: number | null }) {
  return (
    <label className="block text-sm font-medium">
      {label}
      <input type="datetime-local" name={name} defaultValue={toFieldTime(ms)} className={field} />
    </label>
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

interface ChoiceProps {
  name: string
  value: ActivitySource | Severity
  checked: boolean
  children: ReactNode
}

function Choice({ name, value, checked, children }: ChoiceProps) {
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
