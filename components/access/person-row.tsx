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
  onRemoveFactor: () => void
  onRemove: () => void
}

export function PersonRow({ person, isReader, isSending, onRole, onReset, onRemoveFactor, onRemove }: PersonRowProps) {
  const [asked, setAsked] = useState<'person' | 'factor' | null>(null)
  const by = person.by
    .map((one) => (one === 'password' ? (person.hasSecondFactor ? 'password and code' : 'password') : 'provider'))
    .join(', ')
  return (
    <tr role="row">
      <Cell head="Who" lead>
        <span className="block font-semibold">
          {person.name}
          {isReader ? <span className="font-normal text-muted"> (you)</span> : null}
        </span>
        {person.name === person.email ? null : <span className="text-muted">{person.email}</span>}
      </Cell>
      <Cell head="Role">
        <RoleSelect hidden label={`Role of ${person.email}`} value={person.role} onChange={onRole} disabled={isSending} />
      </Cell>
      <Cell head="Signs in with">{by === '' ? 'links only' : by}</Cell>
      <Cell head="Last sign-in">{person.lastSignIn === null ? 'never' : <Ago at={person.lastSignIn} />}</Cell>
      <Cell head="Actions" align="end">
        {asked !== null ? (
          <span className="flex flex-wrap items-center justify-end gap-2">
            {asked === 'person' ? (
              <Button
                small
                look="danger"
                possible={!isSending}
                onClick={() => {
                  setAsked(null)
                  onRemove()
                }}
              >
                Remove {person.email}
              </Button>
            ) : (
              <Button
                small
                look="danger"
                possible={!isSending}
                onClick={() => {
                  setAsked(null)
                  onRemoveFactor()
                }}
              >
                Remove second factor of {person.email}
              </Button>
            )}
            <Button small onClick={() => setAsked(null)}>
              Keep
            </Button>
          </span>
        ) : (
          <span className="flex flex-wrap justify-end gap-2">
            <Button small possible={!isSending} onClick={onReset} aria-label={`Password link for ${person.email}`}>
              Password link
            </Button>
            {person.hasSecondFactor ? (
              <Button
                small
                possible={!isSending}
                onClick={() => setAsked('factor')}
                aria-label={`Remove second factor of ${person.email}…`}
              >
                Remove second factor…
              </Button>
            ) : null}
            <Button small possible={!isSending} onClick={() => setAsked('person')} aria-label={`Remove ${person.email}…`}>
              Remove…
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}
