'use client'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { sendJson } from '@/lib/client/fetch-json'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

export interface AnnouncementsPanelProps {
  detail: StatusPageDetail
  mayWrite: boolean
  onChanged: () => void
}

/** Announcements to the readers of a page: a list of incidents or maintenance, and the form for a new one. */
export function AnnouncementsPanel<One>({
  title,
  aside,
  empty,
  all,
  entry,
  form,
}: {
  title: string
  aside: string
  empty: string
  all: readonly One[]
  entry: (one: One) => ReactNode
  form: ReactNode
}) {
  return (
    <Panel title={title} aside={aside}>
      {all.length === 0 ? <EmptyState title={empty} /> : <ul>{all.map(entry)}</ul>}
      {form === null ? null : <div className="mt-3 border-t border-line pt-3">{form}</div>}
    </Panel>
  )
}

interface AnnouncementProps {
  title: string
  state: { word: string; tone: 'broken' | 'look' | 'calm' }
  when: ReactNode
  body: string | null
  children: ReactNode
}

export function Announcement({ title, state, when, body, children }: AnnouncementProps) {
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">{title}</span>
        <Pill tone={state.tone}>{state.word}</Pill>
        <span className="text-sm text-muted">{when}</span>
      </p>
      {body === null ? null : <p className="mt-1 max-w-[80ch] text-sm [overflow-wrap:anywhere]">{body}</p>}
      {children}
    </li>
  )
}

interface FoldedFormProps {
  summary: string
  /** Further words of the summary for screen readers. */
  about?: string
  button: string
  url: string
  body: () => unknown
  /** After it was accepted: empties the fields and fetches the page anew. */
  onSent: () => void
  /** Left of the button. */
  beside?: ReactNode
  children: ReactNode
}

/** A form that unfolds, sends `body` and keeps the server's sentence when it was refused. */
export function FoldedForm({ summary, about, button, url, body, onSent, beside, children }: FoldedFormProps) {
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(() => sendJson('POST', url, body()), onSent)
  }
  return (
    <details>
      <summary className="link w-fit text-sm">
        {summary}
        {about === undefined ? null : <span className="sr-only"> {about}</span>}
      </summary>
      <form onSubmit={submit} className="mt-2 grid max-w-[640px] gap-3">
        {children}
        <div className="flex flex-wrap items-end gap-3">
          {beside}
          <Button type="submit" possible={!isSending}>
            {button}
          </Button>
        </div>
        <ProblemNote problem={problem} />
      </form>
    </details>
  )
}
