'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR from 'swr'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Cell, Table } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import type { SignedInUser, SecondFactorView, SessionView } from '@/lib/model/access-views'
import { toBrowserName } from './browser-name'
import { PasswordPanel } from './password-panel'
import { ProblemNote } from '@/components/shared/problem-note'
import { personRoleWords } from './role-words'
import { SecondFactorPanel } from './second-factor-panel'
import { useSending } from '@/components/shared/use-sending'

/** One's own account: the password, the second factor, and the signed-in browsers. */
export function AccountPage({
  name,
  role,
  initial,
  keys,
  secondFactor,
}: SignedInUser & { initial: SessionView[]; keys: readonly string[]; secondFactor: SecondFactorView }) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="headline">{name}</h1>
        <p className="mt-1 text-muted">
          You are {personRoleWords[role].article}: {personRoleWords[role].may}.
          {role === 'administrator' ? null : ' An administrator can change your role.'}
        </p>
      </div>
      {secondFactor.hasPassword ? <PasswordPanel keys={keys} /> : <NoPassword />}
      <SecondFactorPanel initial={secondFactor} />
      <SessionsPanel initial={initial} />
    </div>
  )
}

function NoPassword() {
  return (
    <Panel title="Password">
      <p className="text-muted">
        You have no password here. To set one, use a password link: an administrator creates it on the People page.
      </p>
    </Panel>
  )
}

function SessionsPanel({ initial }: { initial: SessionView[] }) {
  const { data = { sessions: initial }, mutate } = useSWR<{ sessions: SessionView[] }, Error>(apiPaths.sessions, fetchJson, {
    fallbackData: { sessions: initial },
  })
  const { problem, isSending, send } = useSending()
  const end = (id: string) =>
    send(async () => {
      await sendJson('DELETE', apiPaths.signedInBrowser(id), {})
      await mutate()
    })
  return (
    <Panel title="Browsers" aside="Where you are signed in. A browser that you sign out loses its open pages within two seconds.">
      <ProblemNote problem={problem} />
      <Table
        label="Browsers"
        columns={[
          { head: 'Browser' },
          { head: 'From', width: '220px' },
          { head: 'Since', width: '140px' },
          { head: 'Actions', width: '140px', align: 'end' },
        ]}
      >
        <tbody role="rowgroup">
          {data.sessions.map(({ id, isThis, since, from, browser }) => (
            <tr role="row" key={id}>
              <Cell head="Browser" lead>
                <span data-tip={browser ?? undefined} tabIndex={browser === null ? undefined : 0}>
                  {toBrowserName(browser)}
                </span>
                {isThis ? <span className="text-muted"> (this one)</span> : null}
              </Cell>
              <Cell head="From">
                <span className="font-mono text-xs">{from ?? 'not known'}</span>
              </Cell>
              <Cell head="Since">
                <Ago at={since} />
              </Cell>
              <Cell head="Actions" align="end">
                {isThis ? null : (
                  <Button
                    small
                    possible={!isSending}
                    onClick={() => end(id)}
                    aria-label={`Sign out ${toBrowserName(browser)} from ${from ?? 'an unknown address'}`}
                  >
                    Sign out
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
