import { canActAs, type Actor } from './actor'
import { refuseForgetting, toStanding } from './dangling/decide-forgetting'
import { operationKindIds, operationKinds, type OperationKind } from './operation-kinds'
import { deny, type Permission } from './operation-kinds/kind-record'
import { toBusyText } from './own-doing'
import type { ClusterSnapshot } from './snapshot'

/** Whether an operation is permitted now, as far as the snapshot shows. The plan's preflight checks more, on the hosts themselves. */
export interface Permitted {
  kind: OperationKind
  target: string | null
  allowed: boolean
  /** Why not; or, when it is permitted, what to know before. */
  why: string
}

/** The one predicate behind each button and the server's first check: every kind with every target it has now. */
export function derivePermitted(snapshot: ClusterSnapshot, actor: Actor | null): Permitted[] {
  return operationKindIds.flatMap((kind) => toTargets(snapshot, kind).map((target) => findPermitted(snapshot, actor, kind, target)))
}

/** Permission of one kind and target; a target that does not exist is refused by name. */
export function findPermitted(snapshot: ClusterSnapshot, actor: Actor | null, kind: OperationKind, target: string | null): Permitted {
  return { kind, target, ...derive(snapshot, actor, kind, target) }
}

function toTargets(snapshot: ClusterSnapshot, kind: OperationKind): (string | null)[] {
  const { targets, isTargetOptional } = operationKinds[kind]
  switch (targets) {
    case 'master':
      return [...(isTargetOptional ? [null] : []), ...snapshot.jobManagers.map(({ master }) => master)]
    case 'member':
      return snapshot.quorum.members.map(({ address }) => address)
    case 'job':
      return toForgettable(snapshot)
    case 'worker':
    case null:
      return [null]
  }
}

const mostJobs = 20

/** The jobs that are not running, bounded: the Recovery page has the others, with the reason; [null]: there is none. */
function toForgettable(snapshot: ClusterSnapshot): (string | null)[] {
  const found: string[] = []
  for (const job of snapshot.recovery.jobs) {
    if (found.length === mostJobs) break
    if (refuseForgetting(toStanding(snapshot, job)) === null) found.push(job.jobId)
  }
  return found.length > 0 ? found : [null]
}

function derive(snapshot: ClusterSnapshot, actor: Actor | null, kind: OperationKind, target: string | null): Permission {
  const { role, needsHosts, permit } = operationKinds[kind]
  if (!canActAs(actor, role)) return deny(actor === null ? 'Sign in first.' : `This needs the role ${role}; you are ${actor.role}.`)
  if (snapshot.operation) return deny(toBusyText(snapshot.operation))
  if (snapshot.cluster.control === 'none' && needsHosts)
    return deny('This console controls none of the cluster’s hosts. Set `control: local` or `control: ssh` for it in understudy.yaml.')
  return permit(snapshot, target)
}
