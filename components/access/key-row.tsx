'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { Cell } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import type { KeyView } from '@/lib/model/access-views'
import { personRoleWords } from './role-words'

export function KeyRow({ view, isSending, onEnd }: { view: KeyView; isSending: boolean; onEnd: () => void }) {
  const [isRequested, setRequested] = useState(false)
  const { name, start, role, madeBy, since, lastUsed, endsAt, hasEnded } = view
  return (
    <tr role="row">
      <Cell head="Key" lead>
        <span className="block font-semibold">
          <bdi>{name}</bdi>
        </span>
        <span className="font-mono text-xs text-muted">{start}…</span>
      </Cell>
      <Cell head="Role">{role === null ? 'nothing' : personRoleWords[role].word}</Cell>
      <Cell head="Created">
        <Ago at={since} />
        {madeBy === null ? null : <span className="block text-muted">by {madeBy}</span>}
      </Cell>
      <Cell head="Last used">{lastUsed === null ? 'never' : <Ago at={lastUsed} />}</Cell>
      <Cell head="Expires">
        {hasEnded ? (
          <Pill tone="look">expired</Pill>
        ) : (
          <time dateTime={endsAt} data-tip="" data-tip-time={endsAt} tabIndex={0}>
            {endsAt.slice(0, 10)}
          </time>
        )}
      </Cell>
      <Cell head="Actions" align="end">
        {isRequested ? (
          <span className="flex flex-wrap justify-end gap-2">
            <Button
              small
              look="danger"
              possible={!isSending}
              onClick={() => {
                setRequested(false)
                onEnd()
              }}
            >
              Revoke “{name}”
            </Button>
            <Button small onClick={() => setRequested(false)}>
              Keep
            </Button>
          </span>
        ) : (
          <Button small possible={!isSending} onClick={() => setRequested(true)} aria-label={`Revoke the key ${name}…`}>
            Revoke…
          </Button>
        )}
      </Cell>
    </tr>
  )
}
