import { isOperationKind, operationKinds } from './operation-kinds'
import type { OperationKindRecord } from './operation-kinds/kind-record'
import type { RunningOperation } from './operation'
import type { Doing, Takeover } from './snapshot'

/** “‘Hand over the lead’ (Ada)”: what runs, as the Operations page names it, and who started it. */
export function toDoingText({ kind, by }: Pick<Doing, 'kind' | 'by'>): string {
  return `“${isOperationKind(kind) ? operationKinds[kind].title : kind}” (${by})`
}

/** Why nothing else can be started. */
export function toBusyText(operation: Pick<RunningOperation, 'kind' | 'by'>): string {
  return `${toDoingText(operation)} is running. One operation per cluster at a time.`
}

/** A takeover as far as its cause is concerned; `startedAt`: epoch ms, `master`: it led before. */
interface Moved {
  startedAt: number
  master: string | null
  doing: Doing | null
}

/** For so long after a loss an operation may be noticed that began before it. */
const slackMs = 2_000

/**
 * The operation that took the lead away at that moment (epoch ms). One that follows a loss did not cause it (a fenced takeover always
 * does), and one that moves the lead once did not cause the second loss. null: there is none.
 * @param leader the one that led
 * @param last the takeover before
 */
export function findMover(operation: RunningOperation | null, at: number, leader: string | null, last: Moved | null): Doing | null {
  if (operation === null || isAnswer(operation) || !isOwnMove(operation, leader) || !beganBefore(operation, at)) return null
  const whom = findEnded(operation)
  const isSecond = last?.doing?.id === operation.id && last.startedAt !== at
  if (isSecond && whom !== 'every' && whom !== 'sessions') return null
  return toDoing(operation)
}

/** The operation behind the outage that is open; null: there is none, or it has ended. */
export function findOwnOutageOf(
  { since, doing }: Pick<Takeover, 'since' | 'doing'>,
  operation: RunningOperation | null,
): RunningOperation | null {
  return operation !== null && since !== null && doing?.id === operation.id ? operation : null
}

/** The operation that is meant to move the lead, also by stopping ZooKeeper’s members; null: none, or this loss is none of its doing. */
export function findOwnMove(operation: RunningOperation | null, leader: string | null, last: Moved | null): RunningOperation | null {
  if (operation === null) return null
  if (last?.doing?.id === operation.id) return operation
  if (!isOwnMove(operation, leader)) return null
  const isOfOthers = last !== null && beganBefore(operation, last.startedAt) && last.doing?.id !== operation.id
  return isOfOthers ? null : operation
}

/**
 * The operation that stopped a JobManager which does not run; null: none.
 * @param endedAt epoch ms
 * @param leader the newest that led
 */
export function findStopper(
  operation: RunningOperation | null,
  master: string,
  endedAt: number,
  leader: string | null,
  last: Moved | null,
): Doing | null {
  if (operation === null || !beganBefore(operation, endedAt)) return null
  return isOwnStop(operation, master, master === findStopped(operation, leader, last)) ? toDoing(operation) : null
}

/** The leader that the operation is about. */
function findStopped(operation: RunningOperation, leader: string | null, last: Moved | null): string | null {
  if (last === null || !beganBefore(operation, last.startedAt)) return leader
  return last.doing?.id === operation.id ? last.master : null
}

/** Whether a running operation of this console is meant to stop that JobManager; `leads`: it leads, or led until now. */
export function isOwnStop(operation: RunningOperation | null, master: string, leads: boolean): boolean {
  const target = operation?.target ?? null
  switch (findEnded(operation)) {
    case 'target':
      return target === master
    case 'every':
      return true
    case 'leader':
      return leads
    case 'leader-and-in-front':
      return leads || operation?.stops === master
    case 'in-turn':
      return operation?.stops === master
    case 'sessions':
    case null:
      return false
  }
}

/** A fenced takeover follows a loss: it ends a leader only after that has stopped responding. */
export function isAnswer(operation: RunningOperation): boolean {
  return operation.kind === 'fenced-takeover'
}

function isOwnMove(operation: RunningOperation, leader: string | null): boolean {
  const whom = findEnded(operation)
  if (whom === 'target') return leader !== null && operation.target === leader
  if (whom === 'in-turn') return leader !== null && operation.stops === leader
  return whom !== null
}

/** Whether it may be the cause of what happened then (epoch ms). */
function beganBefore({ startedAt }: RunningOperation, at: number): boolean {
  return Date.parse(startedAt) <= at + slackMs
}

function findEnded(operation: RunningOperation | null): OperationKindRecord['mayEnd'] {
  return operation !== null && isOperationKind(operation.kind) ? operationKinds[operation.kind].mayEnd : null
}

function toDoing({ id, kind, by }: RunningOperation): Doing {
  return { id, kind, by }
}
