'use client'
import { useState } from 'react'
import useSWR from 'swr'
import { Panel } from '@/components/ui/panel'
import { Table } from '@/components/ui/table'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import type { InvitationView, LinkToPass, PersonView, ResetLinkView } from '@/lib/model/access-views'
import { InviteForm } from './invite-form'
import { LinkRow } from './link-row'
import { PersonRow } from './person-row'
import { ProblemNote } from './problem-note'
import { SecretOnce } from './secret-once'
import { useSending } from './use-sending'

export interface PeopleList {
  people: PersonView[]
  invitations: InvitationView[]
  resetLinks: ResetLinkView[]
}

const url = '/api/v1/people'

/** The people with access, their roles and open links. */
export function PeoplePage({ initial, readerId }: { initial: PeopleList; readerId: string }) {
  const { data = initial, mutate } = useSWR<PeopleList, Error>(url, fetchJson, { fallbackData: initial, revalidateOnMount: false })
  const [link, setLink] = useState<(LinkToPass & { email: string; isNew: boolean }) | null>(null)
  const { problem, isSending, send } = useSending()
  const change = (run: () => Promise<unknown>) =>
    send(async () => {
      await run()
      await mutate()
    })
  const makeLink = (email: string, path: string, body: object, isNew: boolean) =>
    change(async () => {
      setLink(null)
      setLink({ ...(await sendJson<LinkToPass>('POST', path, body)), email, isNew })
    })
  const openLinks = [
    ...data.invitations.map((one) => ({ ...one, kind: 'invitation' as const })),
    ...data.resetLinks.map((one) => ({ ...one, kind: 'reset' as const })),
  ]
  return (
    <div className="flex flex-col gap-5">
      <h1 className="headline">People</h1>
      <Panel
        title="Access"
        aside="Viewers look, operators act on clusters, administrators also manage access. A changed role applies everywhere within two seconds."
      >
        {link === null ? null : (
          <SecretOnce label={link.isNew ? `Invitation for ${link.email}` : `Password link for ${link.email}`} secret={link.url}>
            Send this link to {link.email} over a channel that you trust. It works once, expires on {new Date(link.endsAt).toLocaleString()}
            and is not shown again.
          </SecretOnce>
        )}
        <ProblemNote problem={problem} />
        <InviteForm isSending={isSending} onInvite={(email, role) => makeLink(email, url, { email, role }, true)} />
        <Table
          label="People"
          columns={[
            { head: 'Who' },
            { head: 'Role', width: '200px' },
            { head: 'Signs in with', width: '150px' },
            { head: 'Last sign-in', width: '130px' },
            { head: 'Actions', width: '230px', align: 'end' },
          ]}
        >
          <tbody role="rowgroup">
            {data.people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                isReader={person.id === readerId}
                isSending={isSending}
                onRole={(role) => change(() => sendJson('PUT', `${url}/${person.id}`, { role }))}
                onReset={() => makeLink(person.email, `${url}/${person.id}/reset`, {}, false)}
                onRemoveFactor={() => change(() => sendJson('DELETE', `${url}/${person.id}/second-factor`, {}))}
                onRemove={() => change(() => sendJson('DELETE', `${url}/${person.id}`, {}))}
              />
            ))}
            {openLinks.map((link) => (
              <LinkRow
                key={link.id}
                link={link}
                isSending={isSending}
                onWithdraw={() => change(() => sendJson('DELETE', `/api/v1/links/${link.id}`, {}))}
              />
            ))}
          </tbody>
        </Table>
      </Panel>
    </div>
  )
}
