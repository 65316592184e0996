'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import { TextField } from '@/components/ui/text-field'
import { Ago } from '@/components/ui/time'
import type { Impact, IncidentStatus } from '@/lib/status/model/incident'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { statusWords } from '@/lib/status/model/status-words'
import { Choice } from './choice'
import { TextArea } from './text-area'
import { FoldedForm, Announcement, AnnouncementsPanel, type AnnouncementsPanelProps } from './announcements-panel'

const statuses = (['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const satisfies IncidentStatus[]).map(
  (value) => ({ value, word: statusWords[value] }),
)
const impacts: { value: Exclude<Impact, 'maintenance'>; word: string }[] = [
  { value: 'none', word: 'None' },
  { value: 'minor', word: 'Minor' },
  { value: 'major', word: 'Major' },
  { value: 'critical', word: 'Critical' },
]

type Incident = StatusPageDetail['incidents'][number]

/** Incidents of thirty days; operators add updates, and open incidents that no program sees. */
export function IncidentsPanel({ detail, mayWrite, onChanged }: AnnouncementsPanelProps) {
  const url = apiPaths.ofStatusPage(detail.page.id, 'incidents')
  return (
    <AnnouncementsPanel
      title="Incidents"
      aside="Opened and resolved automatically when leadership is lost; your updates are shown next to it."
      empty="No incidents in 30 days."
      all={detail.incidents}
      entry={(one) => (
        <IncidentEntry
          key={one.id}
          one={one}
          url={apiPaths.statusUpdates(detail.page.id, 'incidents', one.id)}
          mayWrite={mayWrite}
          onChanged={onChanged}
        />
      )}
      form={mayWrite ? <NewIncident url={url} onChanged={onChanged} /> : null}
    />
  )
}

function IncidentEntry({ one, url, mayWrite, onChanged }: { one: Incident; url: string; mayWrite: boolean; onChanged: () => void }) {
  return (
    <Announcement
      title={one.title}
      state={{ word: one.status, tone: one.resolvedAt === null ? 'broken' : 'calm' }}
      when={<Ago at={new Date(one.startedAt).toISOString()} />}
      body={one.updates[0]?.body ?? null}
    >
      {mayWrite ? (
        <div className="mt-2">
          <NewUpdate url={url} about={one.title} status={one.status} onChanged={onChanged} />
        </div>
      ) : null}
    </Announcement>
  )
}

function NewUpdate({
  url,
  about,
  status: initial,
  onChanged,
}: {
  url: string
  about: string
  status: IncidentStatus
  onChanged: () => void
}) {
  const [body, setBody] = useState('')
  const [status, setStatus] = useState(initial)
  const empty = () => {
    setBody('')
    onChanged()
  }
  return (
    <FoldedForm
      summary="Write an update"
      about={`on ${about}`}
      button="Post update"
      url={url}
      body={() => ({ status, body })}
      onSent={empty}
      beside={<Choice label="State" value={status} of={statuses} onChange={setStatus} />}
    >
      <TextArea label="Update" required maxLength={5000} value={body} onChange={(event) => setBody(event.target.value)} />
    </FoldedForm>
  )
}

function NewIncident({ url, onChanged }: { url: string; onChanged: () => void }) {
  const [title, setTitle] = useState('')
  const [body, setBody] = useState('')
  const [impact, setImpact] = useState<Exclude<Impact, 'maintenance'>>('minor')
  const empty = () => {
    setTitle('')
    setBody('')
    onChanged()
  }
  return (
    <FoldedForm
      summary="Open an incident by hand"
      button="Open incident"
      url={url}
      body={() => ({ title, body, impact })}
      onSent={empty}
      beside={<Choice label="Impact" value={impact} of={impacts} onChange={setImpact} />}
    >
      <TextField label="Incident title" required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextArea label="Message" required maxLength={5000} value={body} onChange={(event) => setBody(event.target.value)} />
    </FoldedForm>
  )
}
