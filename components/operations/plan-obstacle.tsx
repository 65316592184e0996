import { Button } from '@/components/ui/button'
import { Words } from '@/components/ui/words'
import type { StartState } from '@/lib/client/use-plan'
import type { Staleness } from './plan-words'

/** Why the button does not work although everything was typed, and what to do. */
export function PlanObstacle({
  staleness,
  starting,
  refused,
  onAgain,
}: {
  staleness: Staleness
  starting: StartState
  refused: boolean
  onAgain: () => void
}) {
  // An operation that began meanwhile may be this very one.
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
