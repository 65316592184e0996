'use client'
import { apiPaths } from '@/lib/base/paths'
import { Table } from '@/components/ui/table'
import { sendJson } from '@/lib/client/fetch-json'
import type { InvitationView, PersonView, ResetLinkView } from '@/lib/model/access-views'
import { LinkRow } from './link-row'
import { PersonRow } from './person-row'

export interface PeopleList {
  people: PersonView[]
  invitations: InvitationView[]
  resetLinks: ResetLinkView[]
}

interface PeopleTableProps {
  list: PeopleList
  readerId: string
  isSending: boolean
  /** Makes the change, then reads the list again. */
  change: (run: () => Promise<unknown>) => void
  makeLink: (email: string, path: string, body: object, isNew: boolean) => void
}

const columns = [
  { head: 'Who' },
  { head: 'Role', width: '200px' },
  { head: 'Signs in with', width: '150px' },
  { head: 'Last sign-in', width: '130px' },
  { head: 'Actions', width: '230px', align: 'end' as const },
]

/** Each person, then the links that are not used yet. */
export function PeopleTable({ list, readerId, isSending, change, makeLink }: PeopleTableProps) {
  const openLinks = [
    ...list.invitations.map((one) => ({ ...one, kind: 'invitation' as const })),
    ...list.resetLinks.map((one) => ({ ...one, kind: 'reset' as const })),
  ]
  return (
    <Table label="People" columns={columns}>
      <tbody role="rowgroup">
        {list.people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            isReader={person.id === readerId}
            isSending={isSending}
            onRole={(role) => change(() => sendJson('PUT', apiPaths.person(person.id), { role }))}
            onReset={() => makeLink(person.email, apiPaths.passwordReset(person.id), {}, false)}
            onRemoveFactor={() => change(() => sendJson('DELETE', apiPaths.secondFactorOf(person.id), {}))}
            onRemove={() => change(() => sendJson('DELETE', apiPaths.person(person.id), {}))}
          />
        ))}
        {openLinks.map((link) => (
          <LinkRow
            key={link.id}
            link={link}
            isSending={isSending}
            onWithdraw={() => change(() => sendJson('DELETE', apiPaths.link(link.id), {}))}
          />
        ))}
      </tbody>
    </Table>
  )
}
