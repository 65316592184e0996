'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Cell } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import type { PersonView } from '@/lib/model/access-views'
import type { Role } from '@/lib/model/actor'
import { RoleSelect } from './role-select'

interface PersonRowProps {
  person: PersonView
  isReader: boolean
  isSending: boolean
  onRole: (role: Role) => void
  onReset: () => void
  onRemove: () => void
}

export function PersonRow({ person, isReader, isSending, onRole, onReset, onRemove }: PersonRowProps) {
  const [isAsked, setAsked] = useState(false)
  const by = person.by.map((one) => (one === 'password' ? 'password' : 'provider')).join(', ')
  return (
    <tr role="row">
      <Cell head="Who" lead><span className="block font-semibold">{person.name}{isReader ? <span className="font-normal text-muted"> (you)</span> : null}</span>{person.name === person.email ? null : <span className="text-muted">{person.email}</span>}</Cell>
      <Cell head="Role"><RoleSelect hidden label={`Role of ${person.email}`} value={person.role} onChange={onRole} disabled={isSending} /></Cell>
      <Cell head="Signs in by">{by === '' ? 'links only' : by}</Cell>
      <Cell head="Last came">{person.lastSignIn === null ? 'not signed in' : <Ago at={person.lastSignIn} />}</Cell>
      <Cell head="Actions" align="end">
        {isAsked ? (
          <span className="flex flex-wrap items-center justify-end gap-2">
            <Button small look="danger" possible={!isSending} onClick={() => { setAsked(false); onRemove() }}>Remove {person.email}</Button>
            <Button small onClick={() => setAsked(false)}>Keep</Button>
          </span>
        ) : (
          <span className="flex flex-wrap justify-end gap-2">
            <Button small possible={!isSending} onClick={onReset} aria-label={`New password for ${person.email}`}>New password</Button>
            <Button small possible={!isSending} onClick={() => setAsked(true)} aria-label={`Remove ${person.email}…`}>Remove…</Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}
