import 'server-only'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { toStopStep } from '@/lib/operations/processes/stop-step'
import type { PlanContext, Step, StepContext } from '@/lib/operations/run/verb'
import { refuseDeadInFront } from './dead-in-front'

/**
 * Stops a master's process, unless the dead would be next in line behind it.
 * @param before refuses what else has changed; by default: the leader
 */
export function toStopMasterStep(
  context: PlanContext,
  master: string,
  process: FoundProcess,
  before: (step: StepContext) => void = (step) => step.assertSameLeader(),
): Step {
  const step = toStopStep(context, {
    id: `stop-${master}`,
    name: `JobManager ${master}`,
    process,
    async before(running) {
      before(running)
      await refuseDeadInFront(context, running, master)
      before(running)
    },
  })
  return { ...step, stops: master }
}
