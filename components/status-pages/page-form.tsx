'use client'
import { secondMs } from '@/lib/base/durations'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { sendJson } from '@/lib/client/fetch-json'
import { statusTimes } from '@/lib/status/model/limits'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { ComponentFields } from './component-fields'
import { toBody, toDraft, type PageDraft } from './page-draft'
import { ProblemNote } from '@/components/shared/problem-note'
import { TextArea } from './text-area'
import { useSending } from '@/components/shared/use-sending'

interface ObservedName {
  id: string
  name: string
}

interface PageFormProps {
  page: StoredPage
  clusters: ObservedName[]
  onSaved: () => void
}

/** The content and the name of a page. Saving a published page changes it at once. */
export function PageForm({ page, clusters, onSaved }: PageFormProps) {
  const [draft, setDraft] = useState<PageDraft>(() => toDraft(page, clusters))
  const [isSaved, setSaved] = useState(false)
  const { problem, isSending, send } = useSending()
  const set = (change: Partial<PageDraft>) => {
    setSaved(false)
    setDraft((before) => ({ ...before, ...change }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(
      () => sendJson('PUT', apiPaths.statusPage(page.id), toBody(draft, page.isPublished)),
      () => {
        setSaved(true)
        onSaved()
      },
    )
  }
  return (
    <Panel title="What it shows" aside="Readers see these names. Host names, paths, jobs and ids are never shown.">
      <form onSubmit={submit} className="grid gap-4">
        <NameFields draft={draft} onChange={set} />
        <ClusterList draft={draft} clusters={clusters} onChange={set} />
        <ProblemNote problem={problem} />
        <div className="flex items-center gap-3">
          <Button type="submit" look="filled" possible={!isSending}>
            Save
          </Button>
          <span role="status" className="text-sm text-muted">
            {isSaved ? (page.isPublished ? 'Saved and public.' : 'Saved.') : ''}
          </span>
        </div>
      </form>
    </Panel>
  )
}

interface DraftFieldsProps {
  draft: PageDraft
  onChange: (change: Partial<PageDraft>) => void
}

function NameFields({ draft, onChange }: DraftFieldsProps) {
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <TextField
          label="Title"
          required
          maxLength={100}
          value={draft.title}
          onChange={(event) => onChange({ title: event.target.value })}
          className="w-full max-w-[320px]"
        />
        <TextField
          label="Address under /status/"
          required
          mono
          maxLength={63}
          value={draft.slug}
          onChange={(event) => onChange({ slug: event.target.value })}
          className="w-full max-w-[220px]"
        />
      </div>
      <TextArea
        label="Description"
        rows={2}
        maxLength={1000}
        value={draft.description}
        onChange={(event) => onChange({ description: event.target.value })}
        className="max-w-[640px]"
      />
      <TextField
        label="Outage after (seconds)"
        type="number"
        required
        min={0}
        max={statusTimes.longestThreshold / secondMs}
        step="any"
        value={draft.thresholdSeconds}
        onChange={(event) => onChange({ thresholdSeconds: event.target.value })}
        hint="A shorter leader change opens no incident, sends no webhook and costs no uptime. Details on the page count it."
        className="w-full max-w-[420px]"
      />
    </>
  )
}

function ClusterList({ draft, clusters, onChange }: DraftFieldsProps & { clusters: readonly ObservedName[] }) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">Clusters</legend>
      {draft.components.length === 0 ? (
        <p className="mt-1 text-sm text-muted">No cluster is observed, so there is no service to add yet.</p>
      ) : null}
      <ul className="mt-1 grid">
        {draft.components.map((component, index) => (
          <ComponentFields
            key={component.clusterId}
            component={component}
            clusterName={clusters.find(({ id }) => id === component.clusterId)?.name ?? component.clusterId}
            onChange={(next) => onChange({ components: draft.components.with(index, next) })}
          />
        ))}
      </ul>
    </fieldset>
  )
}
