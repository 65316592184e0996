'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { TextField } from '@/components/ui/text-field'
import { Ago } from '@/components/ui/time'
import { sendJson } from '@/lib/client/fetch-json'
import { useWebhooks } from '@/lib/client/use-status-page'
import type { DeliveryLog } from '@/lib/status/model/managed-page'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

/** The receivers of each update, and how the last deliveries went. */
export function WebhooksPanel({ pageId }: { pageId: string }) {
  const { webhooks, problem: unread, reload } = useWebhooks(pageId)
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(
      async () => setSecret((await sendJson<{ secret: string }>('POST', apiPaths.ofStatusPage(pageId, 'webhooks'), { url })).secret),
      () => {
        setUrl('')
        reload()
      },
    )
  }
  return (
    <Panel
      title="Webhooks"
      aside="Each update is sent as signed JSON, and again for about nine hours until it arrives. Public addresses only."
    >
      {secret === null ? null : (
        <div className="mb-3 rounded-md border border-gold-line px-4 py-3" role="status">
          <p className="text-sm font-semibold">Signing secret, shown once.</p>
          <code className="mt-1 block font-mono text-xs [overflow-wrap:anywhere]">{secret}</code>
        </div>
      )}
      {webhooks?.length === 0 ? (
        <EmptyState title="No webhooks." />
      ) : (
        <ul>
          {webhooks?.map((webhook) => (
            <WebhookEntry key={webhook.id} webhook={webhook} pageId={pageId} onChanged={reload} />
          ))}
        </ul>
      )}
      <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-3">
        <TextField
          label="Webhook address"
          type="url"
          required
          mono
          maxLength={2000}
          placeholder="https://example.org/hook"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          className="w-full max-w-[420px]"
        />
        <Button type="submit" possible={!isSending}>
          Add webhook
        </Button>
      </form>
      <ProblemNote problem={problem ?? unread} />
    </Panel>
  )
}

function WebhookEntry({ webhook, pageId, onChanged }: { webhook: DeliveryLog; pageId: string; onChanged: () => void }) {
  const { problem, isSending, send } = useSending()
  const remove = () => send(() => sendJson('DELETE', apiPaths.webhook(pageId, webhook.id), {}), onChanged)
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{webhook.url}</code>
        <Button small look="bare" onClick={remove} possible={!isSending}>
          Remove<span className="sr-only"> {webhook.url}</span>
        </Button>
      </div>
      {webhook.deliveries.length === 0 ? (
        <p className="mt-1 text-sm text-muted">No deliveries yet.</p>
      ) : (
        <ul className="mt-1 text-sm">
          {webhook.deliveries.slice(0, 5).map((delivery) => (
            <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 py-0.5">
              <DeliveryState delivery={delivery} />
              <span className="text-muted">
                <Ago at={new Date(delivery.createdAt).toISOString()} />
              </span>
              <span className="[overflow-wrap:anywhere]">{delivery.lastProblem}</span>
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={problem} />
    </li>
  )
}

function DeliveryState({ delivery }: { delivery: DeliveryLog['deliveries'][number] }) {
  if (delivery.deliveredAt !== null) return <Pill tone="good">delivered, {delivery.lastStatus}</Pill>
  if (delivery.nextAt !== null) return <Pill tone="look">{delivery.attempts === 0 ? 'waits' : `tried ${delivery.attempts} of 8`}</Pill>
  return <Pill tone="broken">failed</Pill>
}
