'use client'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import type { Consent, StartState } from '@/lib/client/use-plan'
import type { Plan } from '@/lib/model/operation'
import { ConsentFields, type TypedConsent } from './consent-fields'
import { PlanObstacle } from './plan-obstacle'
import { operationKinds } from '@/lib/model/operation-kinds'
import { deriveObstacles, isConfirmed, toCommitWords, type Staleness, type OperationDraft } from './plan-words'

interface ConsentFormProps {
  plan: Plan
  draft: OperationDraft
  clusterName: string
  leader: string | null
  staleness: Staleness
  starting: StartState
  onStart: (plan: Plan, consent: Consent) => void
  onAgain: () => void
  onClose: () => void
}

/** The texts to type, the reason, and the one button that starts it. */
export function ConsentForm({ plan, draft, clusterName, leader, staleness, starting, onStart, onAgain, onClose }: ConsentFormProps) {
  const [typed, setTyped] = useState<TypedConsent>({ confirm: '', override: '', reason: '' })
  const type = (change: Partial<TypedConsent>) => setTyped((before) => ({ ...before, ...change }))
  const obstacles = deriveObstacles(plan, typed.override)
  const sending = starting.state === 'sending'
  const ready =
    isConfirmed(plan, typed.confirm) &&
    obstacles.final === 0 &&
    obstacles.open.length === 0 &&
    (!staleness.stale || starting.state === 'lost') &&
    !sending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready)
      onStart(plan, {
        confirm: plan.confirm,
        override: typed.override.trim() === '' ? null : typed.override.trim(),
        reason: typed.reason.trim() === '' ? null : typed.reason.trim(),
      })
  }
  return (
    <form className="dialog-foot" onSubmit={submit}>
      <PlanObstacle staleness={staleness} starting={starting} refused={obstacles.final > 0} onAgain={onAgain} />
      {obstacles.final > 0 ? null : (
        <ConsentFields plan={plan} clusterName={clusterName} liftable={obstacles.liftable} typed={typed} onType={type} />
      )}
      <div className="mt-3.5 flex flex-wrap justify-end gap-2.5">
        <Button onClick={onClose}>{obstacles.final > 0 ? 'Close' : 'Cancel'}</Button>
        {obstacles.final > 0 ? null : (
          <Button type="submit" look={operationKinds[draft.kind].isHarmless ? 'filled' : 'danger'} possible={ready} data-commit="">
            {sending ? 'Starting…' : toCommitWords(draft, leader)}
          </Button>
        )}
      </div>
    </form>
  )
}
