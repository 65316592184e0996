import { isOperationKind, operationKinds } from './operation-kinds'
import type { RunningOperation } from './operation'
import type { Takeover } from './snapshot'

/** “‘Hand over the lead’ (Ada)”: what runs, as the Operations page names it, and who started it. */
export function toDoingText({ kind, by }: Pick<RunningOperation, 'kind' | 'by'>): string {
  return `“${isOperationKind(kind) ? operationKinds[kind].title : kind}” (${by})`
}

/** Why nothing else can be started. */
export function toBusyText(operation: Pick<RunningOperation, 'kind' | 'by'>): string {
  return `${toDoingText(operation)} is running. One operation per cluster at a time.`
}

/** Whether a running operation of this console is meant to stop that JobManager; `leads`: it leads, or led until now. */
export function isOwnStop(operation: RunningOperation | null, master: string | null, leads: boolean): boolean {
  const whom = findEnded(operation)
  if (whom === 'target') return master !== null && operation?.target === master
  return whom === 'every' || (whom === 'leader' && leads)
}

/** Whether a running operation may move the lead: also one on ZooKeeper's members. @param leader the last one */
export function isOwnMove(operation: RunningOperation | null, leader: string | null): boolean {
  return findEnded(operation) === 'sessions' || isOwnStop(operation, leader, true)
}

function findEnded(operation: RunningOperation | null) {
  return operation !== null && isOperationKind(operation.kind) ? operationKinds[operation.kind].mayEnd : null
}

/** For so long after a loss an operation may be noticed that began before it. */
const slackMs = 2_000

/**
 * The operation behind the outage that is open: one that began before the leader was lost. One that follows a loss did not
 * cause it. null: there is none, or no outage.
 */
export function findOwnOutageOf(
  { since, lastLeader }: Pick<Takeover, 'since' | 'lastLeader'>,
  operation: RunningOperation | null,
): RunningOperation | null {
  if (operation === null || since === null || !isOwnMove(operation, lastLeader)) return null
  return Date.parse(operation.startedAt) <= Date.parse(since) + slackMs ? operation : null
}
