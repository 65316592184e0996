'use client'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { TextField } from '@/components/ui/text-field'
import { Ago } from '@/components/ui/time'
import { sendJson } from '@/lib/client/fetch-json'
import type { Impact, IncidentStatus } from '@/lib/status/model/incident'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { Choice } from './choice'
import { Problem } from './problem'
import { TextArea } from './text-area'
import { useSaving } from './use-saving'

const statuses: { value: IncidentStatus; word: string }[] = [{ value: 'investigating', word: 'Investigating' }, { value: 'identified', word: 'Identified' }, { value: 'monitoring', word: 'Monitoring' }, { value: 'resolved', word: 'Resolved' }, { value: 'postmortem', word: 'Post-mortem' }]
const impacts: { value: Exclude<Impact, 'maintenance'>; word: string }[] = [{ value: 'none', word: 'None' }, { value: 'minor', word: 'Minor' }, { value: 'major', word: 'Major' }, { value: 'critical', word: 'Critical' }]

interface PanelProps {
  detail: StatusPageDetail
  mayWrite: boolean
  onChanged: () => void
}

/** Incidents of thirty days; operators add their words, and open those that no program sees. */
export function IncidentsPanel({ detail, mayWrite, onChanged }: PanelProps) {
  return (
    <Panel title="Incidents" aside="A lost leader opens one by itself, and closes it. What you write stands beside what was observed.">
      {detail.incidents.length === 0 ? <EmptyState title="No incident in thirty days." /> : <ul>{detail.incidents.map((incident) => <IncidentEntry key={incident.id} incident={incident} pageId={detail.page.id} mayWrite={mayWrite} onChanged={onChanged} />)}</ul>}
      {mayWrite ? <NewIncident pageId={detail.page.id} onChanged={onChanged} /> : null}
    </Panel>
  )
}

function IncidentEntry({ incident, pageId, mayWrite, onChanged }: { incident: StatusPageDetail['incidents'][number]; pageId: string; mayWrite: boolean; onChanged: () => void }) {
  const [last] = incident.updates
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1"><span className="font-semibold">{incident.title}</span>{incident.resolvedAt === null ? <Pill tone="broken">{incident.status}</Pill> : <Pill tone="calm">{incident.status}</Pill>}<span className="text-sm text-muted"><Ago at={new Date(incident.startedAt).toISOString()} /></span></p>
      {last ? <p className="mt-1 max-w-[80ch] text-sm [overflow-wrap:anywhere]">{last.body}</p> : null}
      {mayWrite ? <UpdateForm url={`/api/v1/status-pages/${pageId}/incidents/${incident.id}/updates`} about={incident.title} status={incident.status} onChanged={onChanged} /> : null}
    </li>
  )
}

function UpdateForm({ url, about, status: initial, onChanged }: { url: string; about: string; status: IncidentStatus; onChanged: () => void }) {
  const [body, setBody] = useState('')
  const [status, setStatus] = useState(initial)
  const { problem, isSaving, save } = useSaving()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(() => sendJson('POST', url, { status, body }), () => {
      setBody('')
      onChanged()
    })
  }
  return (
    <details className="mt-2">
      <summary className="link w-fit text-sm">Write an update<span className="sr-only"> on {about}</span></summary>
      <form onSubmit={submit} className="mt-2 grid max-w-[640px] gap-3">
        <TextArea label="Update" required maxLength={5000} value={body} onChange={(event) => setBody(event.target.value)} />
        <div className="flex flex-wrap items-end gap-3"><Choice label="State" value={status} of={statuses} onChange={setStatus} /><Button type="submit" possible={!isSaving}>Publish the update</Button></div>
        <Problem text={problem} />
      </form>
    </details>
  )
}

function NewIncident({ pageId, onChanged }: { pageId: string; onChanged: () => void }) {
  const [title, setTitle] = useState('')
  const [body, setBody] = useState('')
  const [impact, setImpact] = useState<Exclude<Impact, 'maintenance'>>('minor')
  const { problem, isSaving, save } = useSaving()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(() => sendJson('POST', `/api/v1/status-pages/${pageId}/incidents`, { title, body, impact }), () => {
      setTitle('')
      setBody('')
      onChanged()
    })
  }
  return (
    <details className="mt-3 border-t border-line pt-3">
      <summary className="link w-fit text-sm">Open an incident by hand</summary>
      <form onSubmit={submit} className="mt-2 grid max-w-[640px] gap-3">
        <TextField label="Incident title" required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        <TextArea label="What is known" required maxLength={5000} value={body} onChange={(event) => setBody(event.target.value)} />
        <div className="flex flex-wrap items-end gap-3"><Choice label="Impact" value={impact} of={impacts} onChange={setImpact} /><Button type="submit" possible={!isSaving}>Open the incident</Button></div>
        <Problem text={problem} />
      </form>
    </details>
  )
}
