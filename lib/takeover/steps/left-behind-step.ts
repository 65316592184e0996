import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { toCount } from '@/lib/base/counts'
import { findElectionPlace } from '../election/election-clients'
import { readElection } from '../election/read-election'
import { toRemovalWords, toRemovedText } from '../election/removal-words'
import { notKnown, OperationError, type PlanContext, type Step, type StepContext, type StepResult } from '@/lib/operations/run/verb'
import { removePlace } from './remove-place'
import { mostAskingMs } from './session-end'
import { decideNow, planTakeover } from './takeover-plan'

/** A session that was closed removes its znodes at once; one that was not keeps them for its whole timeout. */
const leavesWithinMs = 700
/** A JobManager that was started a moment ago is in line before its process is identified; without that it cannot be given the lead. */
const provenWithinMs = 10_000
const againMs = 500
/** The longest that such a step may take, a lost answer included. */
export const leftBehindMs = provenWithinMs + mostAskingMs

/**
 * After a leader was asked to stop: a SIGTERM that hangs ends in a process that is gone and a latch that is not, which costs a whole
 * session timeout. Then its death is proven and its latch removed, as a fenced takeover does; if that cannot be done, the step reports it
 * and the operation goes on, for the session ends by itself.
 * @returns none where the master does not lead, or no standby could lead in its place
 */
export function toLeftBehindSteps(context: PlanContext, master: string): Step[] {
  const { leader, takeover } = context.snapshot
  if (leader?.master !== master || takeover.standby === null) return []
  return [
    {
      id: `left-${master}`,
      title: `Look whether ${master} left the election; if not, prove that it is dead and remove its place`,
      host: null,
      commands: [
        '# only if its latch is there still, and only if its process is proven dead on its own host:',
        'delete its latch and locks in one transaction',
      ],
      run: (step) => fenceLeftBehind(context, step, { master, zkSessionId: leader.zkSessionId, leaderSessionId: leader.leaderSessionId }),
    },
  ]
}

async function fenceLeftBehind(
  context: PlanContext,
  step: StepContext,
  { master, zkSessionId, leaderSessionId }: { master: string; zkSessionId: string; leaderSessionId: string },
): Promise<StepResult> {
  const left = `${master} left the election by itself.`
  try {
    if (await hasLeft(context, zkSessionId, step.signal)) return left
    const decided = await decideInTime(context, step, leaderSessionId)
    if (decided === null) return left
    const { plan, fence } = decided
    const removed = await removePlace(context, plan, fence, step)
    if (removed.kind === 'ended') return left
    const ended = `${master} ended without leaving the election.`
    if (removed.kind === 'not-known') return notKnown(`${ended} ${toRemovedText(removed, master)}.`)
    if (removed.kind === 'gone') return `${ended} ${toRemovedText(removed, master)}. ${fence.next.master} leads next.`
    return `${ended} It is proven dead, and its latch and ${toCount(removed.locks, 'lock')} were removed, so that ${fence.next.master} leads at once.`
  } catch (error) {
    if (step.signal.aborted) throw OperationError.is(error) ? error : step.signal.reason
    const why = OperationError.is(error) ? error.message : toRemovalWords(error)
    return `${master} ended without leaving the election, and its place could not be removed: ${why} It ends with its session.`
  }
}

/** @returns null: it has left. @throws OperationError what still speaks against it when the time is over */
async function decideInTime(context: PlanContext, step: StepContext, leaderSessionId: string) {
  for (const until = Date.now() + provenWithinMs; ; await sleep(againMs)) {
    step.signal.throwIfAborted()
    const now = { ...context, snapshot: { ...step.snapshot(), leader: context.snapshot.leader }, signal: step.signal }
    const plan = await planTakeover(now, 'dead-already')
    if (plan === null) return null
    if (plan.decision.kind !== 'refuse')
      return { plan, fence: await decideNow(now, plan, plan.holders, { expectedLeaderSessionId: leaderSessionId, step }) }
    if (Date.now() > until) throw new OperationError('refused', plan.decision.text)
  }
}

async function hasLeft({ settings, configuration }: PlanContext, zkSessionId: string, signal: AbortSignal): Promise<boolean> {
  const place = findElectionPlace(settings, configuration)
  if (!place) return true
  for (const until = Date.now() + leavesWithinMs; ; await sleep(100)) {
    signal.throwIfAborted()
    const { latches } = await readElection(place, { withLocks: false })
    if (!latches.some(({ owner }) => owner === zkSessionId)) return true
    if (Date.now() > until) return false
  }
}
