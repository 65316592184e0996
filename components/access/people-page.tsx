'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import useSWR from 'swr'
import { Panel } from '@/components/ui/panel'
import { DateAndTime } from '@/components/ui/time'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import type { LinkToPass } from '@/lib/model/access-views'
import { InviteForm } from './invite-form'
import { PeopleTable, type PeopleList } from './people-table'
import { ProblemNote } from '@/components/shared/problem-note'
import { SecretOnce } from './secret-once'
import { useSending } from '@/components/shared/use-sending'

interface MadeLink extends LinkToPass {
  email: string
  isNew: boolean
}

/** The people with access, their roles and open links. */
export function PeoplePage({ initial, readerId }: { initial: PeopleList; readerId: string }) {
  const { data = initial, mutate } = useSWR<PeopleList, Error>(apiPaths.people, fetchJson, {
    fallbackData: initial,
    revalidateOnMount: false,
  })
  const [link, setLink] = useState<MadeLink | null>(null)
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
  return (
    <div className="flex flex-col gap-5">
      <h1 className="headline">People</h1>
      <Panel
        title="Access"
        aside="Viewers look, operators act on clusters, administrators also manage access. A changed role applies everywhere within two seconds."
      >
        {link === null ? null : <NewLink link={link} />}
        <ProblemNote problem={problem} />
        <InviteForm isSending={isSending} onInvite={(email, role) => makeLink(email, apiPaths.people, { email, role }, true)} />
        <PeopleTable list={data} readerId={readerId} isSending={isSending} change={change} makeLink={makeLink} />
      </Panel>
    </div>
  )
}

function NewLink({ link: { email, isNew, url, endsAt } }: { link: MadeLink }) {
  return (
    <SecretOnce label={isNew ? `Invitation for ${email}` : `Password link for ${email}`} secret={url}>
      Send this link to {email} over a channel that you trust. It works once, expires on <DateAndTime at={endsAt} /> and is not shown again.
    </SecretOnce>
  )
}
