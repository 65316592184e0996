'use client'
import { useState } from 'react'
import { TextField } from '@/components/ui/text-field'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { TextArea } from './text-area'
import { FoldedForm } from './announcements-panel'

type PageComponent = StatusPageDetail['page']['components'][number]

interface MaintenanceDraft {
  title: string
  body: string
  startsAt: string
  endsAt: string
}

interface NewMaintenanceProps {
  url: string
  components: readonly PageComponent[]
  onChanged: () => void
}

/** Announces work beforehand; times are UTC. */
export function NewMaintenance({ url, components, onChanged }: NewMaintenanceProps) {
  const [draft, setDraft] = useState<MaintenanceDraft>({ title: '', body: '', startsAt: '', endsAt: '' })
  const [chosen, setChosen] = useState<string[]>(() => components.map(({ clusterId }) => clusterId))
  const set = (change: Partial<MaintenanceDraft>) => setDraft((before) => ({ ...before, ...change }))
  const empty = () => {
    set({ title: '', body: '' })
    onChanged()
  }
  return (
    <FoldedForm
      summary="Announce maintenance"
      button="Announce it"
      url={url}
      body={() => ({ ...draft, startsAt: `${draft.startsAt}:00Z`, endsAt: `${draft.endsAt}:00Z`, clusterIds: chosen })}
      onSent={empty}
    >
      <TextField
        label="Maintenance title"
        required
        maxLength={200}
        value={draft.title}
        onChange={(event) => set({ title: event.target.value })}
      />
      <TextArea
        label="What readers should expect"
        required
        maxLength={5000}
        value={draft.body}
        onChange={(event) => set({ body: event.target.value })}
      />
      <Period draft={draft} onChange={set} />
      <ComponentChoices components={components} chosen={chosen} onChange={setChosen} />
    </FoldedForm>
  )
}

function Period({ draft, onChange }: { draft: MaintenanceDraft; onChange: (change: Partial<MaintenanceDraft>) => void }) {
  return (
    <div className="flex flex-wrap gap-3">
      <TextField
        label="Begins (UTC)"
        type="datetime-local"
        required
        value={draft.startsAt}
        onChange={(event) => onChange({ startsAt: event.target.value })}
      />
      <TextField
        label="Ends (UTC)"
        type="datetime-local"
        required
        value={draft.endsAt}
        onChange={(event) => onChange({ endsAt: event.target.value })}
      />
    </div>
  )
}

interface ComponentChoicesProps {
  components: readonly PageComponent[]
  /** Ids of clusters. */
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

function ComponentChoices({ components, chosen, onChange }: ComponentChoicesProps) {
  const choose = (id: string, isChosen: boolean) => onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
  return (
    <fieldset>
      <legend className="text-sm font-medium">Services</legend>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {components.map(({ clusterId, name }) => (
          <label key={clusterId} className="flex items-center gap-2">
            <input type="checkbox" checked={chosen.includes(clusterId)} onChange={(event) => choose(clusterId, event.target.checked)} />
            <bdi>{name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
