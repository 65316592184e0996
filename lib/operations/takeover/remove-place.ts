import 'server-only'
import type { Fence } from '@/lib/model/fencing/decision'
import { findElectionPlace } from '../fencing/election-clients'
import { toRemovalWords } from '../fencing/removal-words'
import { removeElectionZnodes, type Removed } from '../fencing/remove-znodes'
import { OperationError, type PlanContext, type StepContext } from '../run/verb'
import type { TakeoverPlan } from './takeover-plan'

/** The longest that a lost answer is awaited; what follows only reads. */
export const MOST_ASKING_MS = 60_000

/** By then the session of a process that is already dead has ended, unless ZooKeeper's servers are configured otherwise. */
export function toSessionEndMs({ configuration }: Pick<PlanContext, 'configuration'>): number {
  return Math.min(configuration.sessionTimeoutMs, MOST_ASKING_MS)
}

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
