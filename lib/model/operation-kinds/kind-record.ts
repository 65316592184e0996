import type { PersonRole } from '../actor'
import type { ClusterSnapshot } from '../snapshot'

/** Groups of the Operations page, in its order. */
export const operationGroups = {
  leadership: 'Leadership',
  jobmanagers: 'JobManagers',
  taskmanagers: 'TaskManagers',
  zookeeper: 'ZooKeeper',
  cluster: 'Whole cluster',
  recovery: 'Recovery metadata',
} as const

export type OperationGroupId = keyof typeof operationGroups

/** Whether an operation is permitted now; `why` not, or what to know before. */
export interface Permission {
  allowed: boolean
  why: string
}

export type PermissionRule = (snapshot: ClusterSnapshot, target: string | null) => Permission

/** Everything about one kind of operation that does not depend on a host; its verb in lib/operations/verbs does the work. */
export interface OperationKindRecord {
  /** "Stop one JobManager": an entry of a list. */
  title: string
  /** What it does, in a sentence. */
  what: string
  /** What `target` names: a line of masters, a member's `host:clientPort`, a line of workers, a job's id; null: there is no target. */
  targets: 'master' | 'member' | 'worker' | 'job' | null
  /** Without a target the program chooses one. */
  isTargetOptional: boolean
  /** The snapshot does not list its targets: the page lets the operator choose one, or enter it. */
  isChosenByHand: boolean
  /** The least role that is permitted. */
  role: PersonRole
  /** Group on the Operations page; null: listed with the backups only. */
  group: OperationGroupId | null
  /** Label of the button that opens the plan; without the object, which the row names. */
  button: string
  /** Label of the button that starts it, with the object. `target` is '' where there is none. */
  toCommitWords(target: string, leader: string): string
  /** A failure loses nothing: its button is not the red one. */
  isHarmless: boolean
  /** What stays and what is undone when a step fails or the operation is aborted. */
  undo: string
  /** Keys that the request's `options` may hold for this kind, and their meaning. */
  options: Readonly<Record<string, string>>
  /** It acts on hosts; false: on ZooKeeper and the storage directory only. */
  needsHosts: boolean
  /**
   * The JobManagers whose exit during it, or soon after, may be its effect: the leader, also those in front of its target while its step
   * stops them, the one that its step stops (`in-turn`), its target, every one, or (`sessions`) any, because it stops what their sessions
   * depend on. null: none, so that such an exit is a failure.
   */
  mayEnd: 'leader' | 'leader-and-in-front' | 'in-turn' | 'target' | 'every' | 'sessions' | null
  /** The predicate behind the button and the server's first check. */
  permit: PermissionRule
}

/** `undo` of every kind that starts, stops or restarts. */
export const staysStarted = 'Anything already started keeps running.'
export const staysStopped = 'What was stopped by then stays stopped until it is started.'
export const mayStayDown = 'The one being restarted at that moment may stay down: start it then. The others are left as they are.'

export function allow(why = ''): Permission {
  return { allowed: true, why }
}

export function deny(why: string): Permission {
  return { allowed: false, why }
}
