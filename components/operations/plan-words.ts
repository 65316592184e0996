import type { Actor } from '@/lib/model/actor'
import { findPermitted } from '@/lib/model/derive-permitted'
import { deriveRefusals, type OperationKind, type Plan } from '@/lib/model/operation'
import { operationWords } from '@/lib/model/operation-words'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** Something to have a plan made of. */
export interface OperationDraft {
  kind: OperationKind
  target: string | null
  options?: Readonly<Record<string, string>>
}

/** What a button says that opens a plan: it names no object, its row does. */
export const openingWords: Record<OperationKind, string> = {
  'start-quorum': 'Start all…',
  'stop-quorum': 'Stop all…',
  'rolling-restart-quorum': 'Rolling restart…',
  'start-member': 'Start…',
  'stop-member': 'Stop…',
  'restart-member': 'Restart…',
  'start-cluster': 'Start…',
  'stop-cluster': 'Stop…',
  'rolling-restart-jobmanagers': 'Rolling restart…',
  'start-jobmanager': 'Start…',
  'stop-jobmanager': 'Stop…',
  'restart-jobmanager': 'Restart…',
  'start-taskmanager': 'Start…',
  'stop-taskmanager': 'Stop…',
  'restart-taskmanager': 'Restart…',
  'hand-over': 'Hand over…',
  'fenced-takeover': 'Take over now…',
  'back-up-dangling': 'Back up…',
  'remove-dangling': 'Remove…',
  'restore-dangling': 'Restore…',
}

const commits: Record<OperationKind, (target: string, leader: string) => string> = {
  'start-quorum': () => 'Start the quorum',
  'stop-quorum': () => 'Stop the quorum',
  'rolling-restart-quorum': () => 'Restart all members',
  'start-member': (target) => `Start ${target}`,
  'stop-member': (target) => `Stop ${target}`,
  'restart-member': (target) => `Restart ${target}`,
  'start-cluster': () => 'Start the cluster',
  'stop-cluster': () => 'Stop the cluster',
  'rolling-restart-jobmanagers': () => 'Restart all JobManagers',
  'start-jobmanager': (target) => `Start ${target}`,
  'stop-jobmanager': (target) => `Stop ${target}`,
  'restart-jobmanager': (target) => `Restart ${target}`,
  'start-taskmanager': (target) => `Start a TaskManager on ${target}`,
  'stop-taskmanager': (target) => `Stop the TaskManager on ${target}`,
  'restart-taskmanager': (target) => `Restart the TaskManager on ${target}`,
  'hand-over': (target, leader) => (target === '' ? `Hand over from ${leader}` : `Hand over to ${target}`),
  'fenced-takeover': (_, leader) => `Take over from ${leader}`,
  'back-up-dangling': () => 'Back up orphans',
  'remove-dangling': () => 'Remove orphans',
  'restore-dangling': () => 'Restore what was removed',
}

/** What the one dangerous button says: always with its object. */
export function toCommitWords({ kind, target }: OperationDraft, leader: string | null): string {
  return commits[kind](target ?? '', leader ?? 'the leader')
}

/** “Stop one JobManager” and its object, as a title. */
export function toTitle({ kind, target }: Pick<OperationDraft, 'kind' | 'target'>): string {
  const { title } = operationWords[kind]
  return target === null ? title : `${title}: ${target}`
}

/** Kinds that hurt nothing when they go wrong: their button is not the red one. */
export function isHarmless(kind: OperationKind): boolean {
  return kind.startsWith('start-') || kind === 'back-up-dangling'
}

/** What stays and what is taken back when a step fails or somebody aborts. */
export function toUndoWords(kind: OperationKind): string {
  if (kind === 'fenced-takeover')
    return 'Removing the election’s znodes is one transaction: all or nothing. A process that was killed stays dead; if the takeover ends before that transaction, the standby leads when the dead leader’s session ends.'
  if (kind === 'hand-over')
    return 'No rollback: leadership stays where it is at that moment, and a JobManager that was stopped stays down until it is started.'
  if (kind === 'back-up-dangling') return 'Nothing has to be undone: the cluster is only read.'
  if (kind === 'remove-dangling') return 'The back-up is written first. What was removed by then can be restored from it.'
  if (kind === 'restore-dangling') return 'What was written back by then stays. Restoring again writes only what is missing.'
  if (kind.startsWith('start-')) return 'Anything already started keeps running.'
  if (kind.startsWith('stop-')) return 'What was stopped by then stays stopped until it is started.'
  return 'The one being restarted at that moment may stay down: start it then. The others are left as they are.'
}

export type Staleness = { stale: false } | { stale: true; why: string; /** By itself: no new plan is needed. */ passes: boolean }

/** Who looks, and whether what they see is as it is now. */
export interface Looking {
  actor: Actor | null
  isCutOff: boolean
}

/** Whether a plan still speaks of the cluster as it is. @param snapshot null: nothing to compare with yet */
export function deriveStaleness(plan: Plan, snapshot: ClusterSnapshot | null, { actor, isCutOff }: Looking): Staleness {
  if (isCutOff)
    return {
      stale: true,
      passes: true,
      why: 'The connection to the console is lost: whether this plan still holds is not known. It can be confirmed when the connection is back.',
    }
  if (snapshot === null) return { stale: false }
  const why = findChange(plan, snapshot, actor)
  return why === null ? { stale: false } : { stale: true, passes: false, why }
}

function findChange(plan: Plan, snapshot: ClusterSnapshot, actor: Actor | null): string | null {
  const now = snapshot.leader?.leaderSessionId ?? null
  if (now !== plan.expectedLeaderSessionId) {
    const who =
      snapshot.leader === null
        ? 'there is no leader now'
        : `${snapshot.leader.master ?? 'a JobManager that is no line of masters'} leads now`
    return `The lead changed since this plan was made: ${who}. It would be refused.`
  }
  if (snapshot.operation !== null) return `Meanwhile ${snapshot.operation.by} started something else. One operation a cluster at a time.`
  // What was refused already says so above.
  if (plan.steps.length === 0) return null
  const { allowed, why } = findPermitted(snapshot, actor, plan.kind, plan.target)
  return allowed ? null : `The cluster changed since this plan was made. It would be refused: ${why}`
}

/** What is typed has to be this, to the letter; blanks around it do not count. */
export function isConfirmed(plan: Plan, typed: string): boolean {
  return typed.trim() === plan.confirm
}

/** Refusals that words lift, and those that nothing does. */
export function deriveObstacles(plan: Plan, override: string): { final: number; open: string[]; liftable: string[] } {
  const refusals = plan.checks.filter(({ level }) => level === 'refusal')
  const liftable = [...new Set(refusals.flatMap(({ override: words }) => (words === undefined ? [] : [words])))]
  const open = deriveRefusals(plan.checks, override.trim())
  return {
    final: refusals.filter((check) => check.override === undefined).length,
    open: open.flatMap(({ override: words }) => (words === undefined ? [] : [words])),
    liftable,
  }
}
