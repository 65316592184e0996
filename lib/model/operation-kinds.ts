import { clusterKinds } from './operation-kinds/cluster'
import { jobManagerKinds } from './operation-kinds/jobmanagers'
import type { OperationKindRecord } from './operation-kinds/kind-record'
import { leadershipKinds } from './operation-kinds/leadership'
import { recoveryKinds } from './operation-kinds/recovery'
import { taskManagerKinds } from './operation-kinds/taskmanagers'
import { zookeeperKinds } from './operation-kinds/zookeeper'

const table = {
  ...zookeeperKinds,
  ...clusterKinds,
  ...jobManagerKinds,
  ...taskManagerKinds,
  ...leadershipKinds,
  ...recoveryKinds,
} as const

export type OperationKind = keyof typeof table

/**
 * Everything an operator can have the program do to a cluster, with everything about each kind: the one source for it.
 * Screens, command line, API, permissions and the autopilot read it; lib/operations/verbs has one verb for each kind.
 */
export const operationKinds: Readonly<Record<OperationKind, OperationKindRecord>> = table

/** Ids in the table's order; a non-empty tuple, as schemas require. */
export const operationKindIds = Object.keys(table) as [OperationKind, ...OperationKind[]]

/** For text that came from an address, a database or the command line. */
export function isOperationKind(text: string | null): text is OperationKind {
  return text !== null && Object.hasOwn(table, text)
}
