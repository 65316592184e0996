'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import useSWR from 'swr'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { Table } from '@/components/ui/table'
import { DateAndTime } from '@/components/ui/time'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import type { KeyView, MadeKey } from '@/lib/model/access-views'
import { KeyForm, type WantedKey } from './key-form'
import { KeyRow } from './key-row'
import { ProblemNote } from '@/components/shared/problem-note'
import { SecretOnce } from './secret-once'
import { useSending } from '@/components/shared/use-sending'

const url = apiPaths.keys

/** API keys: each with a role and an end. */
export function KeysPage({ initial }: { initial: KeyView[] }) {
  const { data = { keys: initial }, mutate } = useSWR<{ keys: KeyView[] }, Error>(url, fetchJson, {
    fallbackData: { keys: initial },
    revalidateOnMount: false,
  })
  const [made, setMade] = useState<(MadeKey & { name: string }) | null>(null)
  const { problem, isSending, send } = useSending()
  const make = (wanted: WantedKey) =>
    send(async () => {
      setMade(null)
      setMade({ ...(await sendJson<MadeKey>('POST', url, wanted)), name: wanted.name })
      await mutate()
    })
  const end = (id: string) =>
    send(async () => {
      await sendJson('DELETE', apiPaths.key(id), {})
      await mutate()
    })
  return (
    <div className="flex flex-col gap-5">
      <h1 className="headline">Keys</h1>
      <Panel
        title="API keys"
        aside="For scripts, load balancers and Prometheus: Authorization: Bearer understudy_… A key never has more rights than the person who created it and is revoked when that person is removed."
      >
        {made === null ? null : (
          <SecretOnce label={`Key “${made.name}”`} secret={made.key}>
            Copy it to where it is used: it is not shown again. It expires on <DateAndTime at={made.endsAt} />.
          </SecretOnce>
        )}
        <ProblemNote problem={problem} />
        <KeyForm isSending={isSending} onMake={make} />
        {data.keys.length === 0 ? (
          <EmptyState title="No keys yet.">Create one key for each program, so that each can be revoked alone.</EmptyState>
        ) : (
          <Table
            label="Keys"
            columns={[
              { head: 'Key' },
              { head: 'Role', width: '140px' },
              { head: 'Created', width: '200px' },
              { head: 'Last used', width: '120px' },
              { head: 'Expires', width: '150px' },
              { head: 'Actions', width: '170px', align: 'end' },
            ]}
          >
            <tbody role="rowgroup">
              {data.keys.map((key) => (
                <KeyRow key={key.id} view={key} isSending={isSending} onEnd={() => end(key.id)} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </div>
  )
}
