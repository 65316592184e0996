'use client'
import { Button } from '@/components/ui/button'
import { CommandLine } from '@/components/ui/command-line'
import { Words } from '@/components/ui/words'
import type { NextAct } from './next-act'
import { openPlan } from './plan-host'

/** The next step, and the one filled button of the page. */
export function ActBox({ act }: { act: NextAct }) {
  return (
    <section aria-label="Next step" data-act={act.draft.kind} className="w-full max-w-[380px] max-lg:max-w-none lg:mt-1">
      <Button
        look={act.look}
        possible={act.refusal === null}
        aria-haspopup="dialog"
        aria-describedby="next-step-why"
        className="w-full py-2.5 text-[15px]"
        onClick={() => openPlan(act.draft)}
      >
        {act.label}
      </Button>
      <p id="next-step-why" className="mt-2 text-sm text-muted [overflow-wrap:anywhere]">
        {act.text}
        {act.refusal === null ? null : (
          <span className="font-medium text-ink">
            {' '}
            <Words text={act.refusal} />
          </span>
        )}
      </p>
      {act.byHand === null ? null : (
        <div className="mt-2 text-sm text-muted">
          Or on its host: <CommandLine command={act.byHand} />
        </div>
      )}
    </section>
  )
}
