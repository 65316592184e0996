'use client'
import { Duration, Since, TimeOfDay } from '@/components/ui/time'
import { toFullSentence, Words } from '@/components/ui/words'
import type { StepRecord } from '@/lib/model/operation'
import { CommandList } from './command-list'
import { StepTitle } from './plan-steps'
import { StepOutput } from './step-output'
import { stepWords } from './state-words'

/** The steps, done or under way. */
export function StepList({ steps }: { steps: readonly StepRecord[] }) {
  return (
    <ol className="text-sm">
      {steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  )
}

function Step({ step }: { step: StepRecord }) {
  const { word, shape, className } = stepWords[step.state]
  const isOpen = step.state !== 'waiting' && step.state !== 'skipped'
  return (
    <li
      data-step={step.id}
      data-state={step.state}
      className={
        isOpen
          ? 'grid grid-cols-[18px_minmax(0,1fr)_auto] gap-x-2.5 border-t border-line py-3 first:border-t-0'
          : 'grid grid-cols-[18px_minmax(0,1fr)_auto] gap-x-2.5 border-t border-line py-3 text-muted first:border-t-0'
      }
    >
      <span aria-hidden="true" className={`text-center ${className}`}>
        {shape}
      </span>
      <div className="min-w-0">
        <StepTitle step={step} />
        <span className="sr-only">, {word}</span>
        {step.detail === null ? null : (
          <p
            className={step.state === 'done' ? 'mt-0.5 text-muted [overflow-wrap:anywhere]' : 'mt-0.5 font-medium [overflow-wrap:anywhere]'}
          >
            <Words text={toFullSentence(step.detail)} />
          </p>
        )}
      </div>
      <StepTime step={step} />
      <div className="col-span-2 col-start-2 min-w-0">
        {isOpen ? <CommandList commands={step.commands} /> : null}
        <StepOutput title={step.title} output={step.output} dropped={step.droppedCharacters} running={step.state === 'running'} />
      </div>
    </li>
  )
}

/** When it began and how long it took; space is reserved, so that nothing jumps. */
function StepTime({ step }: { step: StepRecord }) {
  if (step.startedAt === null)
    return <span className="min-w-[6ch] text-right text-xs text-faint">{step.state === 'skipped' ? 'not run' : ''}</span>
  return (
    <span className="min-w-[8ch] text-right text-xs text-muted">
      <span className="block text-sm text-ink">
        {step.endedAt === null ? (
          step.state === 'running' ? (
            <Since at={step.startedAt} />
          ) : (
            'no end seen'
          )
        ) : (
          <Duration ms={Date.parse(step.endedAt) - Date.parse(step.startedAt)} />
        )}
      </span>
      <TimeOfDay at={step.startedAt} />
    </span>
  )
}
