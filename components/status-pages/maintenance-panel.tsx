'use client'
import { apiPaths } from '@/lib/base/paths'
import { Button } from '@/components/ui/button'
import { sendJson } from '@/lib/client/fetch-json'
import { useNow } from '@/lib/client/use-now'
import { toDateText } from '@/lib/status/model/texts'
import { deriveMaintenanceStatus } from '@/lib/status/model/maintenance'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { NewMaintenance } from './new-maintenance'
import { ProblemNote } from '@/components/shared/problem-note'
import { Announcement, AnnouncementsPanel, type AnnouncementsPanelProps } from './announcements-panel'
import { useSending } from '@/components/shared/use-sending'

type Maintenance = StatusPageDetail['maintenances'][number]

/** Announced work and drills of thirty days. */
export function MaintenancePanel({ detail, mayWrite, onChanged }: AnnouncementsPanelProps) {
  const url = apiPaths.ofStatusPage(detail.page.id, 'maintenances')
  return (
    <AnnouncementsPanel
      title="Maintenance"
      aside="Announced beforehand and left out of uptime. Outages are still shown."
      empty="No maintenance is announced."
      all={detail.maintenances}
      entry={(one) => (
        <MaintenanceEntry
          key={one.id}
          one={one}
          url={apiPaths.statusUpdates(detail.page.id, 'maintenances', one.id)}
          mayWrite={mayWrite}
          onChanged={onChanged}
        />
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
  const { problem, isSending, send } = useSending()
  const end = () =>
    send(
      () =>
        sendJson('POST', url, {
          body: status === 'scheduled' ? 'This maintenance is cancelled.' : 'The maintenance is over.',
          end: true,
        }),
      onChanged,
    )
  return (
    <Announcement
      title={one.title}
      state={{ word: isRunning ? 'in progress' : status, tone: isRunning ? 'look' : 'calm' }}
      when={`${toDateText(one.startsAt)} to ${toDateText(one.endedAt ?? one.endsAt)}`}
      body={one.body}
    >
      {mayWrite && status !== 'completed' && one.kind === 'maintenance' ? (
        <div className="mt-2">
          <Button small onClick={end} possible={!isSending}>
            {status === 'scheduled' ? 'Cancel maintenance' : 'End now'}
            <span className="sr-only">: {one.title}</span>
          </Button>
        </div>
      ) : null}
      <ProblemNote problem={problem} />
    </Announcement>
  )
}
