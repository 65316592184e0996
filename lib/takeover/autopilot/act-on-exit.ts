import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperationRefused } from '@/lib/model/operation-refused'
import type { Journal } from '@/lib/journal/dialect'
import type { Actor } from '@/lib/model/actor'
import { findWholeLeader } from '../decide/election'
import { deriveRefusals, type OperationRecord } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'
import { readElection } from '../election/read-election'
import type { AutopilotContext } from './autopilot-context'
import { beginRun, endRun, findHeldBackUntil, noteRun, readRuns, readSettings, tieRun, toRunResult } from './autopilot-store'
import { takeExit, type HeldExit } from './held-exit'
import { findOurDoing, recent } from './our-doing'
import type { OperationCommand } from '@/lib/operations/run/command'

/** A leader whose process exited while it was watched. */
export interface Exit {
  leaderSessionId: string
  master: string
  /** ms since 1970, by this console's clock. */
  at: number
  /** Seen in the snapshot; else reported by the watch on its host, which is faster. */
  wasSeenGone: boolean
}

const autopilotActor: Actor = { kind: 'system', id: 'autopilot', name: 'Autopilot', role: 'operator' }
const lookAgainMs = 500
/** Sessions end in 20 to 40 s; after that there is no lead left to take over. */
const patienceMs = 30_000
/** A process that is ending is seen gone, running and gone again, by its port and by the process table. */
export const settledMs = 3_000

/** Checks everything that speaks against acting first; the outcome is always reported, also when the exit is ignored. */
export async function actOnExit(context: AutopilotContext, exit: Exit): Promise<void> {
  const { clusterId, getJournal, tracker, holder, log } = context
  const journal = await getJournal()
  if (!(await readSettings(journal, clusterId)).isOn) return
  const held = await takeExit({ journal, clusterId, exit, holder })
  if (held === null)
    return log.info({ cluster: clusterId, master: exit.master }, 'The leader’s process exited; another console’s autopilot acted on it.')
  try {
    await actAlone(context, exit, journal, held)
  } finally {
    tracker.refresh()
    await held.close()
  }
}

/** From here the takeover is an operation with a lease of its own. */
async function actAlone(context: AutopilotContext, exit: Exit, journal: Journal, held: HeldExit): Promise<void> {
  const { clusterId, operations } = context
  const settings = await readSettings(journal, clusterId)
  const [runs, last] = await Promise.all([readRuns(journal, clusterId, 20), operations.list({ clusterId, limit: recent })])
  const others = runs.filter(({ id }) => id !== held.leftRun)
  const why = await findWhyNot(context, exit, last, findHeldBackUntil(others, settings.againAfterMs, Date.now()))
  if (why !== null) {
    const lastSent = { result: 'held-back', operationId: null, text: toText(exit, `Nothing was done: ${why}`) } as const
    return held.leftRun === null ? noteRun(journal, clusterId, { ...exit, ...lastSent }) : endRun(journal, held.leftRun, lastSent)
  }
  const run = held.leftRun ?? (await beginRun(journal, clusterId, exit))
  try {
    await takeOver(context, exit, { journal, held, run })
  } catch (error) {
    if (await held.isHeld())
      await endRun(journal, run, {
        result: OperationRefused.is(error) ? 'refused' : 'failed',
        text: toText(
          exit,
          OperationRefused.is(error) ? error.message : 'It failed for a reason no sentence was written for; the console’s log says which.',
        ),
        operationId: null,
      })
    if (!OperationRefused.is(error)) throw error
  }
}

/** @returns a sentence; null: nothing speaks against acting */
async function findWhyNot(
  context: AutopilotContext,
  exit: Exit,
  last: readonly OperationRecord[],
  heldUntil: number | null,
): Promise<string | null> {
  const ours = findOurDoing(last, exit.at)
  if (ours)
    return `it may be the doing of “${operationKinds[ours.kind].title}”, which ${ours.endedAt === null ? 'runs' : 'ended a moment before'}.`
  if (await hasLeft(context, exit)) return 'it led no more, as after a clean stop or the end of its session.'
  return heldUntil === null ? null : `the last run waits until an operator acknowledges it, or until ${new Date(heldUntil).toISOString()}.`
}

interface Acting {
  journal: Journal
  held: HeldExit
  /** The run that records the outcome. */
  run: number
}

/**
 * Starts the takeover once no other operation has the cluster, as long as the dead leader's latch stands.
 * @throws OperationRefused a refusal
 */
async function takeOver(context: AutopilotContext, exit: Exit, { journal, held, run }: Acting): Promise<void> {
  const { operations } = context
  const patience = createPatience(context, exit)
  for (let isFirst = true; ; isFirst = false) {
    const begun = await startInTurn(context, exit, { journal, held, patience, isFirst })
    // Another console took this one for dead, and reports the outcome.
    if (begun === null && !(await held.isHeld())) return
    if (begun === null)
      return endRun(journal, run, {
        result: 'held-back',
        text: toText(
          exit,
          'Nothing was done: another operation had the cluster until the dead leader led no more, or the autopilot was turned off.',
        ),
        operationId: null,
      })
    await tieRun(journal, run, begun.id)
    const ended = await untilEnded(operations, begun.id)
    // An operation that was refused as it began did nothing.
    if (ended.state === 'refused' && !patience.isOver()) continue
    return endRun(journal, run, { result: toRunResult(ended), text: ended.result ?? '', operationId: begun.id })
  }
}

interface Turn {
  journal: Journal
  held: HeldExit
  patience: Patience
  /** Nothing was requested yet, so there is nothing to wait for. */
  isFirst: boolean
}

/**
 * @returns null: it no longer leads, the autopilot was turned off, or another console acts.
 * @throws OperationRefused the refusal that did not pass
 */
async function startInTurn(context: AutopilotContext, exit: Exit, turn: Turn): Promise<OperationRecord | null> {
  const { journal, held, patience, isFirst } = turn
  let refusal: OperationRefused | null = null
  const end = () => {
    if (refusal) throw refusal
    return null
  }
  for (let isNow = isFirst; ; isNow = false) {
    if (!isNow) await sleep(lookAgainMs)
    if (!isNow && ((await hasLeft(context, exit)) || !(await readSettings(journal, context.clusterId)).isOn)) return end()
    if (refusal && patience.isOver()) return end()
    if (!(await held.isHeld())) return null
    if ((await isTaken(context)) || (refusal && (await isRefusedStill(context, exit)))) continue
    const begun = await start(context, exit)
    if (!OperationRefused.is(begun)) return begun
    if (begun.code === 'operation-refused') refusal = begun
  }
}

interface Patience {
  /** Once it is over, a refused takeover is not requested again. */
  isOver(): boolean
}

/**
 * A refusal may pass while the dead leader's latch stands: the next in line was frozen for a moment, ZooKeeper elected its own leader, a
 * host was not reached. It does not pass where the leader is seen running again: that was a false alarm.
 */
function createPatience({ clusterId, console }: AutopilotContext, exit: Exit): Patience {
  const until = performance.now() + patienceMs
  let wasGone = exit.wasSeenGone
  let runningSince: number | null = null
  return {
    isOver() {
      const leader = console.findSnapshot(clusterId)?.snapshot.leader
      const process = leader?.leaderSessionId === exit.leaderSessionId ? leader.process : null
      wasGone ||= process === 'gone'
      runningSince = wasGone && process === 'running' ? (runningSince ?? performance.now()) : null
      return performance.now() > until || (runningSince !== null && performance.now() - runningSince > settledMs)
    },
  }
}

/** Checked first, so that a wait does not fill the audit with refusals. */
async function isTaken({ clusterId, console, operations }: AutopilotContext): Promise<boolean> {
  const last = await operations.list({ clusterId, limit: recent })
  return (console.findSnapshot(clusterId)?.snapshot.operation ?? null) !== null || last.some(({ state }) => state === 'running')
}

/** Checked by a plan, which is recorded nowhere. */
async function isRefusedStill(context: AutopilotContext, exit: Exit): Promise<boolean> {
  try {
    const { checks } = await context.operations.plan(toCommand(context, exit), AbortSignal.timeout(patienceMs))
    return deriveRefusals(checks, undefined).length > 0
  } catch (error) {
    if (OperationRefused.is(error)) return true
    throw error
  }
}

/** @throws OperationRefused except for refusals that may pass, which are returned */
async function start(context: AutopilotContext, exit: Exit): Promise<OperationRecord | OperationRefused> {
  try {
    return await context.operations.start(toCommand(context, exit))
  } catch (error) {
    if (OperationRefused.is(error) && (error.code === 'operation-running' || error.code === 'operation-refused')) return error
    throw error
  }
}

function toCommand({ clusterId, console }: AutopilotContext, { leaderSessionId, master }: Exit): OperationCommand {
  const confirm = console.findSnapshot(clusterId)?.snapshot.cluster.name
  return {
    clusterId,
    actor: autopilotActor,
    from: null,
    request: { kind: 'fenced-takeover', expectedLeaderSessionId: leaderSessionId, confirm, reason: `${master} exited unexpectedly` },
  }
}

/**
 * A process that stops properly removes its own latch; otherwise ZooKeeper removes it when the session ends. Unknown counts as not left.
 */
async function hasLeft({ getPlace, log, clusterId }: AutopilotContext, { leaderSessionId }: Exit): Promise<boolean> {
  try {
    const place = await getPlace()
    return place !== null && findWholeLeader(await readElection(place, { withLocks: false }))?.leaderSessionId !== leaderSessionId
  } catch (error) {
    log.debug({ err: error, cluster: clusterId }, 'Whether the dead leader still leads in ZooKeeper is not known')
    return false
  }
}

function toText({ master }: Exit, what: string): string {
  return `${master} exited unexpectedly. ${what}`
}

function untilEnded(operations: AutopilotContext['operations'], id: string): Promise<OperationRecord> {
  return new Promise((resolve) => {
    const stop = operations.follow(id, (record) => {
      if (record.state === 'running') return
      resolve(record)
      queueMicrotask(() => stop())
    })
  })
}
