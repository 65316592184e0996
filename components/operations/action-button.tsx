'use client'
import { Button } from '@/components/ui/button'
import type { Permitted } from '@/lib/model/derive-permitted'
import type { CommonRefusal } from './group-words'
import { openPlan } from './plan-host'
import { operationKinds } from '@/lib/model/operation-kinds'
import type { OperationDraft } from './plan-words'

/** Opens the plan of one action on one object; one that is not permitted says why. */
export function ActionButton({
  action,
  name,
  refusal,
  draft,
}: {
  action: Permitted
  name: string
  refusal: CommonRefusal | null
  draft?: OperationDraft
}) {
  const possible = action.allowed && !refusal?.isTotal
  const label = operationKinds[action.kind].button
  const why = possible ? undefined : refusal?.isTotal ? refusal.text : action.why
  return (
    <Button
      small
      possible={possible}
      aria-haspopup="dialog"
      data-kind={action.kind}
      data-tip={why}
      aria-label={`${label.replace('…', '')} ${name}${why === undefined ? '…' : `: ${why}`}`}
      onClick={() => openPlan(draft ?? action)}
    >
      {label}
    </Button>
  )
}
