import 'server-only'
import type { Logger } from 'pino'
import { isHttpError } from '@/lib/http/errors'
import type { Journal } from '@/lib/journal/dialect'
import { tryLease } from '@/lib/journal/leases'
import type { Actor } from '@/lib/model/actor'
import { findWholeLeader } from '@/lib/model/fencing/election'
import type { OperationKind, OperationRecord } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { readElection, type ElectionPlace } from '../fencing/read-election'
import type { Operations } from '../operations'
import type { Keeper } from '../takeover/keeper'
import { beginRun, endRun, findHeldBackUntil, noteRun, readRuns, readSettings, tieRun, toRunResult } from './autopilot-store'
import type { LeaderWatch } from './leader-watch'

export interface AutopilotGround {
  clusterId: string
  console: UnderstudyConsole
  operations: Pick<Operations, 'start' | 'follow' | 'list' | 'findEmergencyStop'>
  keeper: Pick<Keeper, 'identities' | 'readiness' | 'refresh'>
  watch: LeaderWatch
  getJournal(): Promise<Journal>
  getPlace(): Promise<ElectionPlace | null>
  /** Names this process among replicas. */
  holder: string
  log: Logger
}

export interface Autopilot {
  /** Looks again at what is on and who leads. */
  look(isOn: boolean): void
  close(): void
}

const autopilotActor: Actor = { kind: 'system', id: 'autopilot', name: 'Autopilot', role: 'operator' }
const LEASE_MS = 60_000
/** An exit so soon after one of our operations may be its doing. */
const AFTER_OURS_MS = 15_000
const OURS = new Set<OperationKind>(['stop-jobmanager', 'restart-jobmanager', 'rolling-restart-jobmanagers', 'stop-cluster', 'hand-over', 'stop-quorum', 'restart-member', 'stop-member', 'rolling-restart-quorum'])

/**
 * Does the fenced takeover by itself when the process that it watched leading exits, and nothing of ours made it exit.
 * It decides nothing: it asks for the same operation as a person would, with the same proofs and refusals.
 */
export function startAutopilot(ground: AutopilotGround): Autopilot {
  const { clusterId, console, watch, keeper, log } = ground
  const handled = new Set<string>()
  let isOn = false
  let armed: { leaderSessionId: string; master: string } | null = null

  function arm(snapshot: ClusterSnapshot): void {
    const { leader } = snapshot
    const noted = leader ? keeper.identities.get(leader.zkSessionId) : undefined
    if (!isOn || !leader?.master || !noted || leader.process !== 'running') return
    if (armed?.leaderSessionId === leader.leaderSessionId) return
    const target = { leaderSessionId: leader.leaderSessionId, master: leader.master }
    armed = target
    watch.follow(noted.identity, () => void act(target))
  }
  function act(target: { leaderSessionId: string; master: string }): Promise<void> {
    if (!isOn || handled.has(target.leaderSessionId)) return Promise.resolve()
    handled.add(target.leaderSessionId)
    armed = null
    return takeOver(ground, target).catch((error: unknown) => log.error({ err: error, cluster: clusterId }, 'The autopilot failed'))
  }
  const stop = console.subscribe(clusterId, ({ snapshot }) => {
    // The held connection may tell it before the watch on its host does.
    if (armed && snapshot.leader?.leaderSessionId === armed.leaderSessionId && snapshot.leader.process === 'gone') void act(armed)
    else arm(snapshot)
  })
  return {
    look(next) {
      isOn = next
      const snapshot = console.findSnapshot(clusterId)?.snapshot
      if (isOn && snapshot) arm(snapshot)
      if (isOn) return
      armed = null
      watch.forget()
    },
    close() {
      isOn = false
      stop?.()
      watch.forget()
    },
  }
}

/** Everything that speaks against acting is asked first; whatever comes of it is reported. */
async function takeOver(ground: AutopilotGround, target: { leaderSessionId: string; master: string }): Promise<void> {
  const { clusterId, console, operations, getJournal, keeper, holder, log } = ground
  const snapshot = console.findSnapshot(clusterId)?.snapshot
  if (!snapshot || snapshot.operation !== null) return
  const journal = await getJournal()
  const [runs, settings, last, hasLeft] = await Promise.all([readRuns(journal, clusterId, 20), readSettings(journal, clusterId), operations.list({ clusterId, limit: 1 }), hasLeftByItself(ground, target.leaderSessionId)])
  if (!settings.isOn || hasLeft || findOurDoingUntil(last[0], Date.now()) !== null) return
  // One console acts on one death; what it does is then an operation with a lease of its own.
  if (!(await tryLease(journal, `autopilot:${clusterId}:${target.leaderSessionId}`, holder, LEASE_MS))) {
    return log.info({ cluster: clusterId, master: target.master }, 'The leader’s process exited; another console’s autopilot acts on it, so this one does not.')
  }
  const until = findHeldBackUntil(runs, settings.againAfterMs, Date.now())
  if (until !== null) {
    return noteRun(journal, clusterId, { ...target, result: 'held-back', operationId: null, text: `${target.master} exited unexpectedly. Nothing was done: the last run waits until somebody has looked, or until ${new Date(until).toISOString()}.` })
  }
  const run = await beginRun(journal, clusterId, target)
  try {
    const { id } = await operations.start({
      clusterId, actor: autopilotActor, from: null,
      request: { kind: 'fenced-takeover', expectedLeaderSessionId: target.leaderSessionId, confirm: snapshot.cluster.name, reason: `${target.master} exited unexpectedly` },
    })
    await tieRun(journal, run, id)
    const ended = await untilEnded(operations, id)
    await endRun(journal, run, { result: toRunResult(ended), text: ended.result ?? '', operationId: id })
  } catch (error) {
    if (!isHttpError(error)) throw error
    await endRun(journal, run, { result: 'refused', text: `${target.master} exited unexpectedly. ${error.message}`, operationId: null })
  } finally {
    keeper.refresh()
  }
}

/** A process that stops properly takes its own place in the election away. */
async function hasLeftByItself({ getPlace }: AutopilotGround, leaderSessionId: string): Promise<boolean> {
  const place = await getPlace()
  if (!place) return true
  return findWholeLeader(await readElection(place, { withLocks: false }))?.leaderSessionId !== leaderSessionId
}

/** Until when an exit may be the doing of our last operation; null: it is not. `Infinity`: while it runs. */
export function findOurDoingUntil(last: OperationRecord | undefined, now: number): number | null {
  if (!last || !OURS.has(last.kind) || last.by.kind === 'system') return null
  if (last.endedAt === null) return Infinity
  const until = Date.parse(last.endedAt) + AFTER_OURS_MS
  return until > now ? until : null
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
