import { Fact, Facts } from '@/components/ui/facts'
import { toDurationText } from '@/lib/base/durations'
import { ShortId } from '@/components/ui/short-id'
import type { Plan } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'

/** The limits of a plan: how long, for which leader, and what stays when it fails. */
export function PlanFacts({ plan }: { plan: Plan }) {
  return (
    <section aria-labelledby="plan-facts">
      <h3 id="plan-facts" className="font-semibold">
        If it fails
      </h3>
      <p className="mt-2 max-w-[68ch] text-sm">{operationKinds[plan.kind].undo}</p>
      <Facts className="mt-3 max-w-[460px]">
        <Fact name="Aborted unless done within">{toDurationText(plan.deadlineMs)}</Fact>
        <Fact name="Valid only while leader session is">
          {plan.expectedLeaderSessionId === null ? 'no leader' : <ShortId id={plan.expectedLeaderSessionId} />}
        </Fact>
      </Facts>
    </section>
  )
}
