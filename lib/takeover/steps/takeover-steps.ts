import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { getJournal } from '@/lib/journal/database'
import type { Fence, SessionHolder } from '../decide/decision'
import { toNameOrId } from '@/lib/model/name-or-id'
import { findLeaderlessMs } from '@/lib/model/outage'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { isInLine } from '@/lib/model/standby'
import { forgetPid } from '@/lib/operations/processes/forget-pid'
import { toRemovedText } from '../election/removal-words'
import type { Removed } from '../election/remove-znodes'
import { notKnown, OperationError, type PlanContext, type Step, type StepContext } from '@/lib/operations/run/verb'
import { gatherHolders } from '../identities/gather-holders'
import { noteMeasure, type MeasureKind } from '../notes/measures'
import { removePlace } from './remove-place'
import { toSessionEndMs } from './session-end'
import { decideNow, planTakeover, readWhileNobodyLeads, waitUntilStable, type TakeoverPlan } from './takeover-plan'
import { toDurationText, toPreciseDurationText } from '@/lib/base/durations'

/** What the steps of one run hand to each other. */
export interface TakeoverExecution {
  readonly context: PlanContext
  readonly kind: MeasureKind
  plan: TakeoverPlan
  /** Whose death is expected, and who leads then. */
  expected: Fence
  startedAt: number
  /** The leader did not die by itself. */
  isEndedByUs: boolean
  holders: ReadonlyMap<string, SessionHolder>
  /** The state of its latch in the election; `left`: it removed the latch itself. */
  place: 'there' | 'left' | Removed['kind']
  leadsAt: number | null
  newLeader: ClusterSnapshot['leader']
  runningAt: number | null
}

export function createTakeoverExecution(context: PlanContext, plan: TakeoverPlan, expected: Fence, kind: MeasureKind): TakeoverExecution {
  return {
    context,
    kind,
    plan,
    expected,
    startedAt: 0,
    isEndedByUs: false,
    holders: plan.holders,
    place: 'there',
    leadsAt: null,
    newLeader: null,
    runningAt: null,
  }
}

const decidedWithinMs = 10_000
const lookAgainMs = 500
const leadWithinMs = 10_000
const jobsWithinMs = 60_000
const checkpointWithinMs = 30_000
const pointersWithinMs = 8_000

/** Proof from its own host that the leader’s process is gone, and from theirs that the next one lives. */
export function proveStep(run: TakeoverExecution): Step {
  const { identity, master } = run.expected.leader
  return {
    id: 'prove',
    title: `Prove on its own host that ${master} is dead`,
    host: identity?.host ?? null,
    commands: [`sh -s -- death ${identity?.pid ?? ''}   # reads /proc and the listening ports; writes nothing`],
    async run({ assertSameLeader, snapshot, signal }) {
      run.startedAt = Date.now()
      assertSameLeader()
      const { reading, identities } = run.plan
      run.holders = await gatherHolders({ reading, identities, snapshot: snapshot(), hosts: run.context.hosts, leader: 'death', signal })
      return toProofText(run)
    },
  }
}

/** SIGKILL to exactly that process; its death is proven in the same command. Everything else is checked before. */
export function killStep(run: TakeoverExecution): Step {
  const { identity, master } = run.expected.leader
  return {
    id: 'kill',
    title: `Kill ${master}, and prove on its own host that it is dead`,
    host: identity?.host ?? null,
    commands: [
      `sh -s -- kill ${identity?.pid ?? ''} ${identity?.startTicks ?? ''} ${identity?.bootId ?? ''}   # SIGKILL, if it is still that process`,
    ],
    stops: master,
    async run(context) {
      await lookBeforeKilling(run, context)
      run.startedAt = Date.now()
      run.isEndedByUs = true
      const { reading, identities } = run.plan
      run.holders = await gatherHolders({ reading, identities, snapshot: context.snapshot(), hosts: run.context.hosts, leader: 'kill' })
      return toProofText(run)
    },
  }
}

/**
 * The last check while the leader lives: the election is stable and as planned, and the next leader is proven ready now. The time that must
 * lie between two readings passes here, and not while there is no leader.
 * @throws OperationError
 */
export async function lookBeforeKilling(run: TakeoverExecution, context: StepContext): Promise<void> {
  context.assertSameLeader()
  const plan = await planTakeover({ ...run.context, snapshot: context.snapshot(), signal: context.signal }, 'will-be-killed')
  if (plan === null || plan.decision.kind === 'refuse')
    throw new OperationError(
      'refused',
      `${plan?.decision.kind === 'refuse' ? plan.decision.text : 'No ZooKeeper is configured.'} Nothing was killed.`,
    )
  const { target } = run.context
  if (target !== null && plan.decision.next.master !== target)
    throw new OperationError('refused', `${plan.decision.next.master} would lead next, and not ${target}. Nothing was killed.`)
  run.plan = plan
  run.expected = plan.decision
  await waitUntilStable(plan.first)
  context.assertSameLeader()
}

/** @throws OperationError: refused only where no signal was sent; after a signal its effect is not known */
function toProofText(run: TakeoverExecution): string {
  const leader = run.holders.get(run.expected.leader.zkSessionId)
  if (leader?.life.state === 'dead') return `${leader.life.how}.`
  throw new OperationError(
    run.isEndedByUs ? 'host' : 'refused',
    `${run.isEndedByUs ? `SIGKILL was sent to ${run.expected.leader.master}, or may have been. ` : ''}It is not proven that ${run.expected.leader.master} is dead: ${leader && 'why' in leader.life ? leader.life.why : 'no process was checked'}. Nothing was removed from ZooKeeper.`,
  )
}

/** One transaction. @param mayHaveLeft the leader was asked to stop, so its latch may be gone by itself */
export function fenceStep(run: TakeoverExecution, { mayHaveLeft }: { mayHaveLeft: boolean }): Step {
  const { latches, locks, leader } = run.expected
  return {
    id: 'fence',
    title: `Remove what ${leader.master} left in the election`,
    host: null,
    commands: [
      'begin transaction',
      ...latches.map(({ path }) => `delete ${path}`),
      ...toShortList(locks.map(({ path }) => `delete ${path}`)),
      'commit',
    ],
    async run(step) {
      const latch = run.expected.latches[0]?.path ?? '/'
      if (mayHaveLeft && (await readWhileNobodyLeads(run.context, run.plan, step, ({ client }) => client.exists(latch))) === null) {
        run.place = 'left'
        return `${leader.master} left the election by itself; nothing had to be removed.`
      }
      const fence = await decideInTime(run, step)
      const removed = await removePlace(run.context, run.plan, fence, step)
      run.place = removed.kind
      const text = toRemovedText(removed, leader.master)
      if (removed.kind === 'not-known') return notKnown(`${text}.`)
      return removed.kind === 'removed' ? `${text}, ${toPreciseDurationText(Date.now() - run.startedAt)} after the start.` : `${text}.`
    },
  }
}

/**
 * The leader is dead by now, so a refusal costs its whole session timeout. A refusal that may pass is decided again for a while, each time
 * with new proofs: the next in line was frozen for a moment, a host or ZooKeeper did not answer.
 * @throws OperationError refused
 */
async function decideInTime(run: TakeoverExecution, step: StepContext): Promise<Fence> {
  const expectedLeaderSessionId = run.context.snapshot.leader?.leaderSessionId ?? ''
  for (const until = Date.now() + decidedWithinMs; ;) {
    step.signal.throwIfAborted()
    try {
      return await decideNow(run.context, run.plan, run.holders, { expectedLeaderSessionId, step })
    } catch (error) {
      if (!OperationError.is(error) || error.code !== 'refused' || Date.now() > until) throw error
      step.say(`${error.message} Looking again.\n`)
    }
    await sleep(lookAgainMs, undefined, { signal: step.signal })
    const { reading, identities } = run.plan
    const { hosts } = run.context
    run.holders = await gatherHolders({ reading, identities, snapshot: step.snapshot(), hosts, leader: 'death', signal: step.signal })
  }
}

/** Locks of many jobs would make a plan too long to read. */
function toShortList(lines: string[], most = 50): string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more of the same session`]
}

/** Only reads: if the next one does not lead in time, the step reports it, and nothing more is removed. */
export function leadStep(run: TakeoverExecution): Step {
  const { next } = run.expected
  return {
    id: 'lead',
    title: `Wait until ${next.master} leads`,
    host: null,
    commands: [],
    async run(context) {
      const before = run.context.snapshot.leader?.leaderSessionId
      // Even if the outcome of the removal is not known, the session ends.
      const withinMs = leadWithinMs + (run.place === 'not-known' ? toSessionEndMs(run.context) : 0)
      const seen = await context
        .waitUntil(({ leader }) => (!leader || leader.leaderSessionId === before ? `${next.master} does not lead yet` : null), { withinMs })
        .catch((error: unknown) => {
          throw run.place === 'not-known' ? withNotKnown(error, run) : error
        })
      run.leadsAt = Date.now()
      run.newLeader = seen.leader
      context.expectLeader(seen.leader?.leaderSessionId ?? null)
      const who = seen.leader?.master ?? seen.leader?.rpcAddress ?? 'an unknown JobManager'
      const isNext = seen.leader?.zkSessionId === next.zkSessionId
      return `${who} leads, ${toPreciseDurationText(run.leadsAt - run.startedAt)} after the start${isNext ? '' : ` (and not ${next.master}, as was planned)`}.`
    },
  }
}

function withNotKnown(error: unknown, { expected }: TakeoverExecution): unknown {
  if (!OperationError.is(error)) return error
  return new OperationError(
    error.code,
    `${error.message} Whether the place of ${expected.leader.master} in the election was removed is not known: look at the ZooKeeper page. It ends with its session at the latest.`,
    { cause: error },
  )
}

/** All jobs RUNNING, as the new leader's own port says. */
export function jobsStep(run: TakeoverExecution): Step {
  return {
    id: 'jobs',
    title: 'Wait until all jobs run',
    host: null,
    commands: [],
    async run(context) {
      await context.waitUntil((snapshot) => findMissingJobs(snapshot, run), { withinMs: jobsWithinMs })
      run.runningAt = Date.now()
      await noteMeasure(
        await getJournal(),
        run.context.settings.id,
        run.kind,
        (run.leadsAt ?? run.runningAt) - run.startedAt,
        run.runningAt - run.startedAt,
      )
      // Only now: while there is no leader, nothing is done that can wait.
      const { identity } = run.expected.leader
      if (run.isEndedByUs && identity) context.say(`${await forgetPid(run.context, identity)}\n`)
      const { length } = context.snapshot().recovery.jobs
      return length === 0
        ? 'There is no job.'
        : `${length === 1 ? 'The job runs' : `All ${length} jobs run`}, ${toPreciseDurationText(run.runningAt - run.startedAt)} after the start.`
    },
  }
}

function findMissingJobs({ leader, takeover, recovery }: ClusterSnapshot, run: TakeoverExecution): string | null {
  if (leader?.leaderSessionId !== run.newLeader?.leaderSessionId) return 'the leader changed once more: look at the cluster’s page'
  const phase = takeover.phases.find((each) => each.phase === 'jobs-running')
  if (phase?.at && Date.parse(phase.at) >= run.startedAt) return null
  const running = recovery.jobs.filter(({ state }) => state === 'running').length
  // A job's state alone is no proof: its tasks have to run (docs/decisions/0041).
  return `${running} of ${recovery.jobs.length} jobs ${running === recovery.jobs.length ? 'are RUNNING, but not all of their tasks are seen to run' : 'run'}`
}

/** What a recovery is worth: a checkpoint of its own, and no pointer left over. Reported, not required. */
export function recoveredStep(run: TakeoverExecution): Step {
  const before = new Map(run.context.snapshot.recovery.jobs.map((job) => [job.jobId, job]))
  return {
    id: 'recovered',
    title: 'Look whether every job makes a checkpoint and leaves no pointer behind',
    host: null,
    commands: [],
    async run(context) {
      const checkpointing = [...before.values()].filter(({ checkpoints }) => checkpoints.length > 0)
      if (checkpointing.length === 0) return 'No job makes checkpoints.'
      const longest = Math.max(...checkpointing.map(({ checkpointIntervalMs }) => checkpointIntervalMs ?? 0))
      try {
        await context.waitUntil(
          ({ recovery }) => {
            const late = recovery.jobs.filter(
              (job) => before.get(job.jobId)?.checkpoints.at(-1) && newestId(job) === newestId(before.get(job.jobId)!),
            )
            return late.length === 0 ? null : `no new checkpoint of ${late.map(toNameOrId).join(', ')} yet`
          },
          { withinMs: checkpointWithinMs + longest },
        )
      } catch (error) {
        if (OperationError.is(error) && error.code === 'not-seen')
          return `Not seen: ${error.message} The jobs run; look at their checkpoints.`
        throw error
      }
      const grown = () =>
        context
          .snapshot()
          .recovery.jobs.filter((job) => job.checkpoints.length > Math.max(1, before.get(job.jobId)?.checkpoints.length ?? 1))
      // Between two checkpoints there is one more for a moment.
      await context
        .waitUntil(() => (grown().length === 0 ? null : 'a pointer too many'), { withinMs: pointersWithinMs })
        .catch(rethrowUnlessNotSeen)
      const names = grown().map(toNameOrId)
      return names.length === 0
        ? 'Every job made a checkpoint, and none keeps more pointers than before.'
        : `Every job made a checkpoint; ${names.join(', ')} keeps more pointers than before, which the next leader change removes.`
    },
  }
}

function rethrowUnlessNotSeen(error: unknown): void {
  if (!(OperationError.is(error) && error.code === 'not-seen')) throw error
}

function newestId(job: ClusterSnapshot['recovery']['jobs'][number]): string | null {
  return job.checkpoints.at(-1)?.checkpointId ?? null
}

/** The sentence that is the result. @throws OperationError when another JobManager leads, or none */
export function toResult(run: TakeoverExecution, context: StepContext): string {
  const { leader, takeover, jobManagers } = context.snapshot()
  if (!leader || leader.process !== 'running')
    throw new OperationError(
      'not-seen',
      'The takeover was done, and now no leader is proven. Look at the cluster’s page; do not fence again.',
    )
  const running = run.runningAt === null ? '' : `; all jobs ran ${toPreciseDurationText(run.runningAt - run.startedAt)} after the start`
  const { master, zkSessionId } = run.expected.leader
  const isBack = jobManagers.some((one) => one.master === master && isInLine(one) && one.zkSessionId !== zkSessionId)
  const fate = `${master} ${run.place === 'removed' ? 'was fenced' : 'left the election'}${isBack ? ' and is back as a standby' : ''}`
  return `${leader.master ?? leader.rpcAddress} leads${running}. ${fate}.${toOutageText(takeover)}`
}

/** The outage may have begun long before the operation: its figure is the one of page, events and incident. */
function toOutageText(takeover: ClusterSnapshot['takeover']): string {
  const leaderlessMs = findLeaderlessMs(takeover)
  return leaderlessMs === null || leaderlessMs === 0 ? '' : ` There was no leader for ${toDurationText(leaderlessMs)}.`
}
