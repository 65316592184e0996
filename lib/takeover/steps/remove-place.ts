import 'server-only'
import type { Fence } from '../decide/decision'
import { findElectionPlace } from '../election/election-clients'
import { toRemovalWords } from '../election/removal-words'
import { removeElectionZnodes, type Removed } from '../election/remove-znodes'
import { OperationError, type PlanContext, type StepContext } from '@/lib/operations/run/verb'
import { toSessionEndMs } from './session-end'
import type { TakeoverPlan } from './takeover-plan'

/** Removes what is decided; nothing is begun after an abort. @throws OperationError: nothing was removed, or what is not known */
export async function removePlace(
  context: PlanContext,
  { place }: Pick<TakeoverPlan, 'place'>,
  fence: Fence,
  step: StepContext,
): Promise<Removed> {
  step.signal.throwIfAborted()
  for (const { path, owner } of [...fence.latches, ...fence.locks]) step.say(`delete ${path}   # session ${owner}\n`)
  try {
    return await removeElectionZnodes(fence, {
      getClient: () => findElectionPlace(context.settings, context.configuration)?.client ?? place.client,
      untilAt: Date.now() + toSessionEndMs(context),
      signal: step.signal,
      say: step.say,
    })
  } catch (error) {
    if (OperationError.is(error)) throw error
    throw new OperationError('command-failed', toRemovalWords(error), { cause: error })
  }
}
