'use client'
import { Cell } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import type { PersonView } from '@/lib/model/access-views'
import type { PersonRole } from '@/lib/model/actor'
import { PersonActions, type PersonActionsProps } from './person-actions'
import { RoleSelect } from './role-select'

interface PersonRowProps extends PersonActionsProps {
  /** Whether the person is the reader of the page. */
  isReader: boolean
  onRole: (role: PersonRole) => void
}

export function PersonRow({ person, isReader, isSending, onRole, onReset, onRemoveFactor, onRemove }: PersonRowProps) {
  const ways = toWaysText(person)
  return (
    <tr role="row">
      <Cell head="Who" lead>
        <span className="block font-semibold">
          <bdi>{person.name}</bdi>
          {isReader ? <span className="font-normal text-muted"> (you)</span> : null}
        </span>
        {person.name === person.email ? null : <span className="text-muted">{person.email}</span>}
      </Cell>
      <Cell head="Role">
        <RoleSelect hidden label={`Role of ${person.email}`} value={person.role} onChange={onRole} disabled={isSending} />
      </Cell>
      <Cell head="Signs in with">{ways === '' ? 'link only' : ways}</Cell>
      <Cell head="Last sign-in">{person.lastSignIn === null ? 'never' : <Ago at={person.lastSignIn} />}</Cell>
      <Cell head="Actions" align="end">
        <PersonActions {...{ person, isSending, onReset, onRemoveFactor, onRemove }} />
      </Cell>
    </tr>
  )
}

function toWaysText({ by, hasSecondFactor }: PersonView): string {
  return by.map((way) => (way === 'password' ? (hasSecondFactor ? 'password and code' : 'password') : 'provider')).join(', ')
}
