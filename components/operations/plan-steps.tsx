import { Words } from '@/components/ui/words'
import type { PlanStep } from '@/lib/model/operation'
import { CommandList } from './command-list'

/** Steps, in order, with each command as it is run and its host. */
export function PlanSteps({ steps }: { steps: readonly PlanStep[] }) {
  return (
    <section aria-labelledby="plan-steps">
      <h3 id="plan-steps" className="font-semibold">
        Steps
      </h3>
      <ol className="mt-2 text-sm">
        {steps.map((step, index) => (
          <li key={step.id} className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-2 border-t border-line py-2.5 first:border-t-0">
            <span aria-hidden="true" className="text-muted">
              {index + 1}
            </span>
            <div className="min-w-0">
              <StepTitle step={step} />
              <CommandList commands={step.commands} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

export function StepTitle({ step }: { step: PlanStep }) {
  return (
    <p className="[overflow-wrap:anywhere]">
      <Words text={step.title} />
      <span className="text-muted">
        {' '}
        {step.host === null ? (
          '· from this console'
        ) : (
          <>
            · on <span className="font-mono text-xs">{step.host}</span>
          </>
        )}
        {step.commands.length === 0 ? ', read-only' : ''}
      </span>
    </p>
  )
}
