import type { PersonRole } from '../actor'
import type { ClusterSnapshot } from '../snapshot'

/** Where the Operations page lists what can be done, in its order. */
export const operationGroups = {
  leadership: 'Leadership',
  jobmanagers: 'JobManagers',
  taskmanagers: 'TaskManagers',
  zookeeper: 'ZooKeeper',
  cluster: 'Whole cluster',
  recovery: 'Recovery metadata',
} as const

export type OperationGroupId = keyof typeof operationGroups

/** Whether it may be done now; `why` not, or what to know before. */
export interface Permission {
  allowed: boolean
  why: string
}

export type PermissionRule = (snapshot: ClusterSnapshot, target: string | null) => Permission

/** Everything about one kind of operation that does not depend on a host; how it is done is its verb (lib/operations/verbs). */
export interface OperationKindRecord {
  /** "Stop one JobManager": an entry of a list. */
  title: string
  /** What it does, in a sentence. */
  what: string
  /** What `target` names: a line of masters, a member's `host:clientPort`, a line of workers; null: there is none. */
  targets: 'master' | 'member' | 'worker' | null
  /** Without a target the program chooses one. */
  isTargetOptional: boolean
  /** The snapshot does not list what it is done to: it is chosen on the page, or named. */
  isChosenByHand: boolean
  /** The least role that may. */
  role: PersonRole
  /** null: it is offered beside the back-ups only. */
  group: OperationGroupId | null
  /** Of the button that opens the plan; it names no object, its row does. */
  button: string
  /** Of the button that starts it; it names its object. `target` is '' where there is none. */
  toCommitWords(target: string, leader: string): string
  /** Nothing is lost when it goes wrong: its button is not the red one. */
  isHarmless: boolean
  /** What stays and what is taken back when a step fails or the operation is aborted. */
  undo: string
  /** What the request's `options` may hold for it: name and meaning. */
  options: Readonly<Record<string, string>>
  /** It acts on hosts; false: on ZooKeeper and the storage directory only. */
  needsHosts: boolean
  /** It stops or moves JobManagers, or what their sessions depend on: an exit during it, or soon after, may be its doing. */
  movesLeaders: boolean
  /** Behind the button and the server's first look. */
  permit: PermissionRule
}

/** Undo of everything that starts, stops or restarts. */
export const staysStarted = 'Anything already started keeps running.'
export const staysStopped = 'What was stopped by then stays stopped until it is started.'
export const mayStayDown = 'The one being restarted at that moment may stay down: start it then. The others are left as they are.'

export function allow(why = ''): Permission {
  return { allowed: true, why }
}

export function deny(why: string): Permission {
  return { allowed: false, why }
}
