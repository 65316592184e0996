'use client'
import { useState, type FormEvent } from 'react'
import { toDurationText } from '@/lib/base/durations'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import type { AutopilotChange } from '@/lib/client/use-autopilot'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import { pauses } from './autopilot-words'

interface AutopilotDialogProps {
  autopilot: AutopilotView
  clusterName: string
  onChange: (wanted: AutopilotChange) => Promise<void>
  onClose: () => void
}

/** Turns the autopilot on or off, after the cluster's name was typed. */
export function AutopilotDialog({ autopilot, clusterName, onChange, onClose }: AutopilotDialogProps) {
  const on = !autopilot.on
  const [againAfterMs, setAgainAfterMs] = useState(autopilot.againAfterMs)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ready = typed.trim() === clusterName && !sending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    setSending(true)
    onChange({ on, ...(on ? { againAfterMs } : {}), confirm: clusterName, reason: reason.trim() === '' ? null : reason.trim() }).then(
      onClose,
      (error: Error) => {
        setSending(false)
        setProblem(error.message)
      },
    )
  }
  return (
    <Dialog title={on ? 'Switch the autopilot on' : 'Switch the autopilot off'} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="grid gap-4 px-6 pt-2 pb-5 max-sm:px-4">
          {on ? (
            <WhatItDoes />
          ) : (
            <p>
              The console no longer acts without a confirmation. If the leader dies, the standby leads when the session of the leader ends,
              or after a manual takeover.
            </p>
          )}
          {on ? <Pauses chosen={againAfterMs} onChoose={setAgainAfterMs} /> : null}
          <TextField label="Reason (audit log)" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
          <TextField
            label={
              <>
                Type <code className="font-mono text-[0.92em]">{clusterName}</code> to confirm
                <span className="font-normal text-muted">, the cluster’s name</span>
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            mono
            autoCapitalize="off"
          />
          <p role="alert" className="text-sm font-medium text-amber-ink empty:hidden">
            {problem}
          </p>
        </div>
        <div className="dialog-foot flex flex-wrap justify-end gap-2.5">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look={on ? 'danger' : 'filled'} possible={ready}>
            {sending ? 'Switching…' : on ? `Switch it on for ${clusterName}` : `Switch it off for ${clusterName}`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function WhatItDoes() {
  return (
    <div className="grid gap-2">
      <p>
        When the process of the leader exits, and this console did not end it, the console proves the death on its host, removes its place
        in the election, and the next in line leads. No confirmation is requested.
      </p>
      <p className="text-muted">
        Only what a fenced takeover by hand would do, with the same refusals: never on suspicion, never when the host cannot be reached,
        never for a frozen process. Each run is reported here and in the audit. The emergency stop forbids it too.
      </p>
    </div>
  )
}

function Pauses({ chosen, onChoose }: { chosen: number; onChoose: (ms: number) => void }) {
  const all = pauses.some(({ ms }) => ms === chosen) ? [...pauses] : [...pauses, { ms: chosen, word: toDurationText(chosen) }]
  return (
    <fieldset>
      <legend className="text-sm font-medium">At most one takeover in</legend>
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {all.map(({ ms, word }) => (
          <label key={ms} className="flex items-center gap-1.5 text-sm">
            <input type="radio" name="pause" checked={chosen === ms} onChange={() => onChoose(ms)} />
            {word}
          </label>
        ))}
      </div>
      <p className="mt-1 text-xs text-muted">After a takeover the autopilot waits this long, or until the run is acknowledged.</p>
    </fieldset>
  )
}
