'use client'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { Words } from '@/components/ui/words'
import type { Consent, Starting } from '@/lib/client/use-plan'
import type { Plan } from '@/lib/model/operation'
import { deriveObstacles, isConfirmed, isHarmless, toCommitWords, type Staleness, type Wish } from './plan-words'

interface ConsentFormProps {
  plan: Plan
  wish: Wish
  clusterName: string
  leader: string | null
  staleness: Staleness
  starting: Starting
  onStart: (plan: Plan, consent: Consent) => void
  onAgain: () => void
  onClose: () => void
}

/** What has to be typed, why it is done, and the one button that does it. */
export function ConsentForm({ plan, wish, clusterName, leader, staleness, starting, onStart, onAgain, onClose }: ConsentFormProps) {
  const [typed, setTyped] = useState('')
  const [override, setOverride] = useState('')
  const [reason, setReason] = useState('')
  const obstacles = deriveObstacles(plan, override)
  const sending = starting.state === 'sending'
  const ready =
    isConfirmed(plan, typed) &&
    obstacles.final === 0 &&
    obstacles.open.length === 0 &&
    (!staleness.stale || starting.state === 'lost') &&
    !sending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready)
      onStart(plan, {
        confirm: plan.confirm,
        override: override.trim() === '' ? null : override.trim(),
        reason: reason.trim() === '' ? null : reason.trim(),
      })
  }
  return (
    <form className="dialog-foot" onSubmit={submit}>
      <Obstacle staleness={staleness} starting={starting} refused={obstacles.final > 0} onAgain={onAgain} />
      {obstacles.final > 0 ? null : (
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          {obstacles.liftable.map((words) => (
            <TextField
              key={words}
              className="sm:col-span-2"
              label={
                <>
                  To do it all the same, type <code className="font-mono text-[0.92em]">{words}</code>
                </>
              }
              value={override}
              onChange={(event) => setOverride(event.target.value)}
              maxLength={300}
            />
          ))}
          <TextField
            label="Why (for the audit)"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={500}
            placeholder="e.g. kernel update on jm2"
          />
          <TextField
            label={
              <>
                Type <code className="font-mono text-[0.92em]">{plan.confirm}</code> to confirm
                {plan.confirm === clusterName ? <span className="font-normal text-muted">, the cluster’s name</span> : null}
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            mono
            autoCapitalize="off"
          />
        </div>
      )}
      <div className="mt-3.5 flex flex-wrap justify-end gap-2.5">
        <Button onClick={onClose}>{obstacles.final > 0 ? 'Close' : 'Cancel'}</Button>
        {obstacles.final > 0 ? null : (
          <Button type="submit" look={isHarmless(wish.kind) ? 'filled' : 'danger'} possible={ready} data-commit="">
            {sending ? 'Starting…' : toCommitWords(wish, leader)}
          </Button>
        )}
      </div>
    </form>
  )
}

/** Why the button does not work although all was typed, and the way on. */
function Obstacle({
  staleness,
  starting,
  refused,
  onAgain,
}: {
  staleness: Staleness
  starting: Starting
  refused: boolean
  onAgain: () => void
}) {
  // What began meanwhile may be this very one.
  const text =
    starting.state === 'sending'
      ? null
      : starting.state === 'lost'
        ? `${starting.problem} Whether it was started is not known. Press the button again: it is started once at most.`
        : staleness.stale
          ? staleness.why
          : starting.state === 'refused'
            ? `It was not started: ${starting.problem}`
            : refused
              ? 'It cannot be done now, for the reason above.'
              : null
  return (
    <div role="alert">
      {text === null ? null : (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3 text-sm">
          <p className="min-w-0 flex-1 basis-60 font-medium text-amber-ink [overflow-wrap:anywhere]">
            <span aria-hidden="true">◆ </span>
            <Words text={text} />
          </p>
          {starting.state === 'lost' || (staleness.stale && staleness.passes) ? null : (
            <Button small onClick={onAgain}>
              Plan anew
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
