import { TextField } from '@/components/ui/text-field'
import type { Plan } from '@/lib/model/operation'

/** The typed text so far, as typed. */
export interface TypedConsent {
  confirm: string
  override: string
  reason: string
}

interface ConsentFieldsProps {
  plan: Plan
  clusterName: string
  /** The texts that override one obstacle each. */
  liftable: readonly string[]
  typed: TypedConsent
  onType: (change: Partial<TypedConsent>) => void
}

export function ConsentFields({ plan, clusterName, liftable, typed, onType }: ConsentFieldsProps) {
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      {liftable.map((words) => (
        <TextField
          key={words}
          className="sm:col-span-2"
          label={
            <>
              To override, type <code className="font-mono text-[0.92em]">{words}</code>
            </>
          }
          value={typed.override}
          onChange={(event) => onType({ override: event.target.value })}
          maxLength={300}
        />
      ))}
      <TextField
        label="Reason (audit log)"
        value={typed.reason}
        onChange={(event) => onType({ reason: event.target.value })}
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
        value={typed.confirm}
        onChange={(event) => onType({ confirm: event.target.value })}
        mono
        autoCapitalize="off"
      />
    </div>
  )
}
