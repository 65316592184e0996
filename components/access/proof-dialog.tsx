'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useState, type FormEvent } from 'react'
import useSWR from 'swr'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import { setProofDialog } from '@/lib/client/fresh-proof'
import type { SecondFactorView } from '@/lib/model/access-views'
import { CodeField } from './code-field'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

/** The step-up dialog, shown when the server demands one, over any page; the request then goes on. */
export function ProofDialog() {
  const [answer, setAnswer] = useState<{ give: (isProven: boolean) => void } | null>(null)
  useEffect(() => setProofDialog(() => new Promise<boolean>((resolve) => setAnswer({ give: resolve }))), [])
  if (answer === null) return null
  const end = (isProven: boolean) => {
    setAnswer(null)
    answer.give(isProven)
  }
  return (
    <Dialog title="Confirm your identity" onClose={() => end(false)}>
      <ProofForm onProven={() => end(true)} onCancel={() => end(false)} />
    </Dialog>
  )
}

function ProofForm({ onProven, onCancel }: { onProven: () => void; onCancel: () => void }) {
  const { data, error } = useSWR<SecondFactorView, Error>(apiPaths.secondFactor, fetchJson)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (data?.hasPassword)
      send(async () => {
        await sendJson('POST', apiPaths.sessionProof, { password, ...(data.isOn && { code }) })
        onProven()
      })
  }
  const proveThere = () =>
    send(async () => window.location.assign((await sendJson<{ url: string }>('POST', apiPaths.providerSession, { again: true })).url))
  return (
    <form onSubmit={submit}>
      <div className="grid gap-3.5 px-6 pt-2 pb-5 max-sm:px-4">
        <p className="text-muted">
          This action changes access or lets the console act on a cluster. Your confirmation is valid for ten minutes.
        </p>
        <ProblemNote problem={problem ?? error?.message ?? null} />
        {data?.hasPassword ? (
          <TextField
            label="Your password"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        ) : null}
        {data?.hasPassword && data.isOn ? <CodeField value={code} onChange={setCode} isFirst={false} /> : null}
        {data && !data.hasPassword ? (
          <p>
            You have no password here.{' '}
            {data.provider === null
              ? 'An administrator can create a password link for you on People. While no account here has a password, restart the console (the demo: Ctrl-C, then npm run demo): it prints a new sign-in link in its terminal or log. Set a password with that link.'
              : `${data.provider} asks you to sign in anew. Then repeat the action.`}
          </p>
        ) : null}
      </div>
      <div className="dialog-foot flex flex-wrap justify-end gap-2.5">
        <Button onClick={onCancel}>Cancel</Button>
        {data && !data.hasPassword && data.provider !== null ? (
          <Button look="filled" possible={!isSending} onClick={proveThere}>
            Confirm through {data.provider}
          </Button>
        ) : null}
        {data?.hasPassword ? (
          <Button type="submit" look="filled" possible={!isSending}>
            {isSending ? 'Checking…' : 'Confirm'}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
