'use client'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { TextField } from '@/components/ui/text-field'
import { sendJson } from '@/lib/client/fetch-json'
import { deriveMaintenanceStatus } from '@/lib/status/model/maintenance'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { useNow } from '@/lib/client/use-now'
import { Problem } from './problem'
import { TextArea } from './text-area'
import { useSaving } from './use-saving'

interface PanelProps {
  detail: StatusPageDetail
  mayWrite: boolean
  onChanged: () => void
}

/** Announced work and drills of thirty days. */
export function MaintenancePanel({ detail, mayWrite, onChanged }: PanelProps) {
  return (
    <Panel title="Maintenance" aside="Announced beforehand, shown to everybody, left out of uptime. It hides no outage.">
      {detail.maintenances.length === 0 ? <EmptyState title="Nothing is announced." /> : <ul>{detail.maintenances.map((one) => <MaintenanceEntry key={one.id} one={one} pageId={detail.page.id} mayWrite={mayWrite} onChanged={onChanged} />)}</ul>}
      {mayWrite && detail.page.components.length > 0 ? <NewMaintenance detail={detail} onChanged={onChanged} /> : null}
    </Panel>
  )
}

function MaintenanceEntry({ one, pageId, mayWrite, onChanged }: { one: StatusPageDetail['maintenances'][number]; pageId: string; mayWrite: boolean; onChanged: () => void }) {
  const status = deriveMaintenanceStatus(one, useNow())
  const { problem, isSaving, save } = useSaving()
  const end = () => save(() => sendJson('POST', `/api/v1/status-pages/${pageId}/maintenances/${one.id}/updates`, { body: status === 'scheduled' ? 'This maintenance does not take place.' : 'The maintenance is over.', end: true }), onChanged)
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1"><span className="font-semibold">{one.title}</span><Pill tone={status === 'in_progress' ? 'look' : 'calm'}>{status === 'in_progress' ? 'in progress' : status}</Pill><span className="text-sm text-muted">{toUtc(one.startsAt)} – {toUtc(one.endedAt ?? one.endsAt)} UTC</span></p>
      <p className="mt-1 max-w-[80ch] text-sm [overflow-wrap:anywhere]">{one.body}</p>
      {mayWrite && status !== 'completed' && one.kind === 'maintenance' ? <div className="mt-2"><Button small onClick={end} possible={!isSaving}>{status === 'scheduled' ? 'Take it back' : 'End it now'}<span className="sr-only">: {one.title}</span></Button></div> : null}
      <Problem text={problem} />
    </li>
  )
}

function NewMaintenance({ detail: { page }, onChanged }: { detail: StatusPageDetail; onChanged: () => void }) {
  const [draft, setDraft] = useState({ title: '', body: '', startsAt: '', endsAt: '' })
  const [chosen, setChosen] = useState<string[]>(() => page.components.map(({ clusterId }) => clusterId))
  const { problem, isSaving, save } = useSaving()
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(() => sendJson('POST', `/api/v1/status-pages/${page.id}/maintenances`, { ...draft, startsAt: `${draft.startsAt}:00Z`, endsAt: `${draft.endsAt}:00Z`, clusterIds: chosen }), () => {
      set({ title: '', body: '' })
      onChanged()
    })
  }
  return (
    <details className="mt-3 border-t border-line pt-3">
      <summary className="link w-fit text-sm">Announce maintenance</summary>
      <form onSubmit={submit} className="mt-2 grid max-w-[640px] gap-3">
        <TextField label="Maintenance title" required maxLength={200} value={draft.title} onChange={(event) => set({ title: event.target.value })} />
        <TextArea label="What readers should expect" required maxLength={5000} value={draft.body} onChange={(event) => set({ body: event.target.value })} />
        <div className="flex flex-wrap gap-3">
          <TextField label="Begins (UTC)" type="datetime-local" required value={draft.startsAt} onChange={(event) => set({ startsAt: event.target.value })} />
          <TextField label="Ends (UTC)" type="datetime-local" required value={draft.endsAt} onChange={(event) => set({ endsAt: event.target.value })} />
        </div>
        <fieldset>
          <legend className="text-sm font-medium">Of</legend>
          <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">{page.components.map(({ clusterId, name }) => (
            <label key={clusterId} className="flex items-center gap-2"><input type="checkbox" checked={chosen.includes(clusterId)} onChange={(event) => setChosen((before) => (event.target.checked ? [...before, clusterId] : before.filter((id) => id !== clusterId)))} />{name}</label>
          ))}</div>
        </fieldset>
        <Problem text={problem} />
        <div><Button type="submit" possible={!isSaving}>Announce it</Button></div>
      </form>
    </details>
  )
}

function toUtc(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}
