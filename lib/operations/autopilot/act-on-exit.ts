import 'server-only'
import { isHttpError, type HttpError } from '@/lib/http/errors'
import type { Journal } from '@/lib/journal/dialect'
import { renewLease, tryLease } from '@/lib/journal/leases'
import type { Actor } from '@/lib/model/actor'
import { findWholeLeader } from '@/lib/model/fencing/election'
import type { OperationRecord } from '@/lib/model/operation'
import { operationWords } from '@/lib/model/operation-words'
import { readElection } from '../fencing/read-election'
import type { AutopilotGround } from './autopilot'
import { beginRun, endRun, findHeldBackUntil, noteRun, readRuns, readSettings, tieRun, toExitLease, toRunResult } from './autopilot-store'
import { findOurDoing, RECENT } from './our-doing'

/** A leader whose process exited while it was watched. */
export interface Exit {
  leaderSessionId: string
  master: string
  /** ms since 1970, as seen here. */
  at: number
}

const autopilotActor: Actor = { kind: 'system', id: 'autopilot', name: 'Autopilot', role: 'operator' }
const LEASE_MS = 60_000
const LOOK_AGAIN_MS = 500

/** Everything that speaks against acting is asked first; whatever comes of it is reported, also that it was let pass. */
export async function actOnExit(ground: AutopilotGround, exit: Exit): Promise<void> {
  const { clusterId, operations, getJournal, keeper, holder, log } = ground
  const journal = await getJournal()
  const settings = await readSettings(journal, clusterId)
  if (!settings.isOn) return
  // One console acts on one death, or tells why not; what it does is then an operation with a lease of its own.
  if (!(await tryLease(journal, toExitLease(clusterId, exit.leaderSessionId), holder, LEASE_MS))) {
    return log.info(
      { cluster: clusterId, master: exit.master },
      'The leader’s process exited; another console’s autopilot acts on it, so this one does not.',
    )
  }
  const [runs, last] = await Promise.all([readRuns(journal, clusterId, 20), operations.list({ clusterId, limit: RECENT })])
  const why = await findWhyNot(ground, exit, last, findHeldBackUntil(runs, settings.againAfterMs, Date.now()))
  if (why !== null)
    return noteRun(journal, clusterId, { ...exit, result: 'held-back', operationId: null, text: toText(exit, `Nothing was done: ${why}`) })
  const run = await beginRun(journal, clusterId, exit)
  try {
    await takeOver(ground, exit, journal, run)
  } catch (error) {
    await endRun(journal, run, {
      result: isHttpError(error) ? 'refused' : 'failed',
      text: toText(
        exit,
        isHttpError(error) ? error.message : 'It failed for a reason no sentence was written for; the console’s log says which.',
      ),
      operationId: null,
    })
    if (!isHttpError(error)) throw error
  } finally {
    keeper.refresh()
  }
}

/** @returns a sentence; null: nothing speaks against acting */
async function findWhyNot(
  ground: AutopilotGround,
  exit: Exit,
  last: readonly OperationRecord[],
  heldUntil: number | null,
): Promise<string | null> {
  const ours = findOurDoing(last, exit.at)
  if (ours)
    return `it may be the doing of “${operationWords[ours.kind].title}”, which ${ours.endedAt === null ? 'runs' : 'ended a moment before'}.`
  if (await hasLeft(ground, exit)) return 'it led no more, as after a clean stop or the end of its session.'
  return heldUntil === null ? null : `the last run waits until somebody has looked, or until ${new Date(heldUntil).toISOString()}.`
}

/** Once no other operation has the cluster, as long as the dead one's place is there. @throws HttpError a refusal */
async function takeOver(ground: AutopilotGround, exit: Exit, journal: Journal, run: number): Promise<void> {
  const { operations } = ground
  const begun = await startInTurn(ground, exit, journal)
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
  await endRun(journal, run, { result: toRunResult(ended), text: ended.result ?? '', operationId: begun.id })
}

/** @returns null: it leads no more, or the autopilot was turned off */
async function startInTurn(ground: AutopilotGround, exit: Exit, journal: Journal): Promise<OperationRecord | null> {
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst && ((await hasLeft(ground, exit)) || !(await readSettings(journal, ground.clusterId)).isOn)) return null
    if (!(await isTaken(ground))) {
      const begun = await start(ground, exit)
      if (!isTakenError(begun)) return begun
    }
    await renewLease(journal, toExitLease(ground.clusterId, exit.leaderSessionId), ground.holder, LEASE_MS)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** Asked first, so that a wait does not fill the audit with refusals. */
async function isTaken({ clusterId, console, operations }: AutopilotGround): Promise<boolean> {
  const last = await operations.list({ clusterId, limit: RECENT })
  return (console.findSnapshot(clusterId)?.snapshot.operation ?? null) !== null || last.some(({ state }) => state === 'running')
}

/** @throws HttpError but `operation-running`, which is returned */
async function start(
  { clusterId, console, operations }: AutopilotGround,
  { leaderSessionId, master }: Exit,
): Promise<OperationRecord | HttpError> {
  const confirm = console.findSnapshot(clusterId)?.snapshot.cluster.name
  try {
    return await operations.start({
      clusterId,
      actor: autopilotActor,
      from: null,
      request: { kind: 'fenced-takeover', expectedLeaderSessionId: leaderSessionId, confirm, reason: `${master} exited unexpectedly` },
    })
  } catch (error) {
    if (isHttpError(error) && error.code === 'operation-running') return error
    throw error
  }
}

function isTakenError(begun: OperationRecord | HttpError): begun is HttpError {
  return begun instanceof Error
}

/** A process that stops properly takes its own place away, and ZooKeeper does when its session ends. Not known: it has not. */
async function hasLeft({ getPlace, log, clusterId }: AutopilotGround, { leaderSessionId }: Exit): Promise<boolean> {
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

function untilEnded(operations: AutopilotGround['operations'], id: string): Promise<OperationRecord> {
  return new Promise((resolve) => {
    const stop = operations.follow(id, (record) => {
      if (record.state === 'running') return
      resolve(record)
      queueMicrotask(() => stop())
    })
  })
}
