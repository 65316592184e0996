'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { sendJson } from '@/lib/client/fetch-json'
import { useNow } from '@/lib/client/use-now'
import { deriveMaintenanceStatus } from '@/lib/status/model/maintenance'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { Problem } from './problem'
import { TextArea } from './text-area'
import { FoldedForm, ToldEntry, ToldPanel, type ToldProps } from './told-panel'
import { useSaving } from './use-saving'

type Maintenance = StatusPageDetail['maintenances'][number]

/** Announced work and drills of thirty days. */
export function MaintenancePanel({ detail, mayWrite, onChanged }: ToldProps) {
  const url = apiPaths.ofStatusPage(detail.page.id, 'maintenances')
  return (
    <ToldPanel
      title="Maintenance"
      aside="Announced beforehand, shown to everybody, left out of uptime. It hides no outage."
      empty="Nothing is announced."
      all={detail.maintenances}
      entry={(one) => (
        <MaintenanceEntry key={one.id} one={one} url={`${url}/${one.id}/updates`} mayWrite={mayWrite} onChanged={onChanged} />
      )}
      form={
        mayWrite && detail.page.components.length > 0 ? (
          <NewMaintenance url={url} components={detail.page.components} onChanged={onChanged} />
        ) : null
      }
    />
  )
}

function MaintenanceEntry({ one, url, mayWrite, onChanged }: { one: Maintenance; url: string; mayWrite: boolean; onChanged: () => void }) {
  const status = deriveMaintenanceStatus(one, useNow())
  const isRunning = status === 'in_progress'
  const { problem, isSaving, save } = useSaving()
  const end = () =>
    save(
      () =>
        sendJson('POST', url, {
          body: status === 'scheduled' ? 'This maintenance does not take place.' : 'The maintenance is over.',
          end: true,
        }),
      onChanged,
    )
  return (
    <ToldEntry
      title={one.title}
      state={{ word: isRunning ? 'in progress' : status, tone: isRunning ? 'look' : 'calm' }}
      when={`${toUtc(one.startsAt)} – ${toUtc(one.endedAt ?? one.endsAt)} UTC`}
      body={one.body}
    >
      {mayWrite && status !== 'completed' && one.kind === 'maintenance' ? (
        <div className="mt-2">
          <Button small onClick={end} possible={!isSaving}>
            {status === 'scheduled' ? 'Take it back' : 'End it now'}
            <span className="sr-only">: {one.title}</span>
          </Button>
        </div>
      ) : null}
      <Problem text={problem} />
    </ToldEntry>
  )
}

function NewMaintenance({
  url,
  components,
  onChanged,
}: {
  url: string
  components: StatusPageDetail['page']['components']
  onChanged: () => void
}) {
  const [draft, setDraft] = useState({ title: '', body: '', startsAt: '', endsAt: '' })
  const [chosen, setChosen] = useState<string[]>(() => components.map(({ clusterId }) => clusterId))
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
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
      <div className="flex flex-wrap gap-3">
        <TextField
          label="Begins (UTC)"
          type="datetime-local"
          required
          value={draft.startsAt}
          onChange={(event) => set({ startsAt: event.target.value })}
        />
        <TextField
          label="Ends (UTC)"
          type="datetime-local"
          required
          value={draft.endsAt}
          onChange={(event) => set({ endsAt: event.target.value })}
        />
      </div>
      <fieldset>
        <legend className="text-sm font-medium">Of</legend>
        <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
          {components.map(({ clusterId, name }) => (
            <label key={clusterId} className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(clusterId)}
                onChange={(event) =>
                  setChosen((before) => (event.target.checked ? [...before, clusterId] : before.filter((id) => id !== clusterId)))
                }
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
    </FoldedForm>
  )
}

function toUtc(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}
