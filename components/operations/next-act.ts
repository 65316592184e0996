import { splitCommand } from '@/components/shared/split-command'
import type { ButtonLook } from '@/components/ui/button'
import type { Actor } from '@/lib/model/actor'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { ClusterSnapshot, Reason } from '@/lib/model/snapshot'
import { toDurationText } from '@/lib/base/durations'
import { operationKinds } from '@/lib/model/operation-kinds'
import type { OperationDraft } from './plan-words'

/** The next step, when this program can take it. */
export interface NextAct {
  draft: OperationDraft
  /** Label of the button that opens the plan. */
  label: string
  look: ButtonLook
  text: string
  /** Null: the button works. Else why not. */
  refusal: string | null
  /** The command to run on the host instead. */
  byHand: string | null
}

/** A dead leader first; then a process that is down and can be started. Null: there is no step, or none that this program can take. */
export function deriveNextAct(snapshot: ClusterSnapshot, actor: Actor | null): NextAct | null {
  return toTakeover(snapshot, actor) ?? toStart(snapshot, actor)
}

function toTakeover(snapshot: ClusterSnapshot, actor: Actor | null): NextAct | null {
  const { leader, takeover, cluster } = snapshot
  if (
    leader === null ||
    (leader.process !== 'gone' && leader.process !== 'frozen') ||
    takeover.standby === null ||
    cluster.control === 'none'
  )
    return null
  const who = leader.master ?? 'the leader'
  const first =
    leader.process === 'gone'
      ? `${who} has exited, but its ZooKeeper session is still open, so ${takeover.standby} has to wait.`
      : `${who} is frozen, not dead. A takeover kills it first; jobs resume on ${takeover.standby}.`
  const gain =
    takeover.fencedMs === null
      ? `Its death is first confirmed on its host; then ${takeover.standby} takes over.`
      : `A takeover makes ${takeover.standby} the leader in about ${toDurationText(takeover.fencedMs)}.`
  const draft: OperationDraft = { kind: 'fenced-takeover', target: null }
  const { allowed, why } = findPermitted(snapshot, actor, draft.kind, draft.target)
  return {
    draft,
    label: operationKinds[draft.kind].button,
    look: 'lead',
    text: `${first} ${gain}`,
    refusal: allowed ? null : why,
    byHand: null,
  }
}

const starts: Readonly<Record<string, OperationDraft['kind']>> = {
  'master-down': 'start-jobmanager',
  'no-standby': 'start-jobmanager',
  'master-unreachable': 'continue-jobmanager',
  'member-down': 'start-member',
  'quorum-not-serving': 'start-quorum',
  'no-task-managers': 'start-cluster',
}

/** Reasons that concern the whole cluster, and the label of their button. */
const wholeCluster: Readonly<Record<string, { label: string; why: string }>> = {
  'quorum-not-serving': { label: 'Start the ZooKeeper servers…', why: 'No leader can be elected until a majority of them runs.' },
  'no-task-managers': { label: 'Start the TaskManagers…', why: 'Starts each line of workers, and masters that do not run.' },
}

function toStart(snapshot: ClusterSnapshot, actor: Actor | null): NextAct | null {
  const reason = findNextReason(snapshot)
  const kind = reason === null ? undefined : toKind(snapshot, reason)
  if (reason === null || kind === undefined) return null
  const whole = wholeCluster[reason.code]
  const target = whole ? null : toTarget(snapshot, reason)
  if (target === null && !whole) return null
  const { allowed } = findPermitted(snapshot, actor, kind, target)
  if (!allowed) return null
  return {
    draft: { kind, target },
    label: whole?.label ?? `${operationKinds[kind].toCommitWords(target ?? '', '')}…`,
    look: 'filled',
    text: whole?.why ?? toWhy(reason, kind),
    refusal: null,
    byHand: splitCommand(reason.action ?? '').command,
  }
}

/** A frozen JobManager whose session has ended is restarted: that it would not lead beside the present leader is not proven. */
function toKind({ jobManagers }: ClusterSnapshot, { code, subject }: Reason): OperationDraft['kind'] | undefined {
  const hasLatch = jobManagers.some(({ master, inLine }) => master === subject && inLine !== null)
  return code === 'master-unreachable' && !hasLatch ? 'restart-jobmanager' : starts[code]
}

/** The reason to act on next: a present failure before a risk. */
export function findNextReason({ present, verdict }: Pick<ClusterSnapshot, 'present' | 'verdict'>): Reason | null {
  return [...present.reasons, ...verdict.reasons].find(({ action }) => action !== null) ?? null
}

/** The reason’s own object, else the first JobManager that is down. */
function toTarget({ jobManagers, quorum }: ClusterSnapshot, { code, subject }: Reason): string | null {
  if (code === 'member-down') return quorum.members.find(({ address }) => address === subject)?.address ?? null
  if (code === 'master-unreachable') return subject
  return jobManagers.find(({ master, role }) => role === 'down' && (subject === null || master === subject))?.master ?? null
}

function toWhy({ code, subject }: Reason, kind: OperationDraft['kind']): string {
  if (kind === 'restart-jobmanager') return `${subject} is frozen and has left the election. Restart it to restore a standby.`
  if (code === 'no-standby') return 'No standby is in line. Start it to restore one.'
  if (code === 'master-unreachable') return `${subject} is frozen. Continue its process to restore a standby.`
  return code === 'member-down'
    ? `ZooKeeper member ${subject} is down. Start it to restore redundancy.`
    : `${subject} is down. Start it to add a standby.`
}
