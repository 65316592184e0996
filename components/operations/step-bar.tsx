import { classNames } from '@/components/ui/class-names'
import type { StepRecord, StepState } from '@/lib/model/operation'
import { deriveShares } from './record-words'

const looks: Record<StepState, string> = {
  waiting: 'dotted',
  skipped: 'dotted',
  running: 'hatched',
  done: 'mark-outline bg-green',
  'not-known': 'mark-striped bg-amber',
  failed: 'mark-solid bg-red',
  aborted: 'mark-striped bg-amber',
  interrupted: 'mark-striped bg-amber',
}

/**
 * All steps in one line: equally wide while it runs, as wide as their durations once it has ended. The list below has the same in words.
 */
export function StepBar({ steps, ended }: { steps: readonly StepRecord[]; ended: boolean }) {
  const shares = deriveShares(steps, ended)
  return (
    <div aria-hidden="true" className="flex h-3 gap-0.5 overflow-hidden rounded-sm bg-raised">
      {steps.map((step, index) => (
        <span
          key={step.id}
          className={classNames('min-w-1 transition-colors duration-150', looks[step.state])}
          style={{ flexGrow: shares[index] }}
        />
      ))}
    </div>
  )
}
