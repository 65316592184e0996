'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { sendJson } from '@/lib/client/fetch-json'
import { PasswordField } from './password-field'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

/** One's own password. @param keys names of one's own keys that are still valid */
export function PasswordPanel({ keys }: { keys: readonly string[] }) {
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const [endKeys, setEndKeys] = useState(true)
  const [isDone, setDone] = useState(false)
  const router = useRouter()
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setDone(false)
    send(async () => {
      await sendJson('PUT', apiPaths.password, { present, next, endKeys })
      setPresent('')
      setNext('')
      setDone(true)
      router.refresh()
    })
  }
  return (
    <Panel title="Password" aside="A new password signs out your other browsers.">
      <form onSubmit={submit} className="flex max-w-[380px] flex-col gap-3.5">
        <ProblemNote problem={problem} />
        <TextField
          label="Current password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={present}
          onChange={(event) => setPresent(event.target.value)}
        />
        <PasswordField value={next} onChange={setNext} />
        {keys.length === 0 ? null : <KeysChoice keys={keys} isChosen={endKeys} onChoose={setEndKeys} />}
        <p className="flex items-center gap-3">
          <Button type="submit" look="filled" possible={!isSending}>
            Change password
          </Button>
          <span role="status" className="text-sm text-green">
            {isDone ? '✓ Changed' : ''}
          </span>
        </p>
      </form>
    </Panel>
  )
}

/** Ticked at first: a key made by a person who knew the old password would outlive it. */
function KeysChoice({ keys, isChosen, onChoose }: { keys: readonly string[]; isChosen: boolean; onChoose: (isChosen: boolean) => void }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" checked={isChosen} onChange={(event) => onChoose(event.target.checked)} className="mt-1" />
      <span>
        Revoke {keys.length === 1 ? 'the API key' : `the ${keys.length} API keys`} that you created
        <span className="block text-sm break-words text-muted">{keys.join(', ')}</span>
      </span>
    </label>
  )
}
