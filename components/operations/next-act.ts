import { splitCommand } from '@/components/shared/split-command'
import type { ButtonLook } from '@/components/ui/button'
import type { Actor } from '@/lib/model/actor'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { ClusterSnapshot, Reason } from '@/lib/model/snapshot'
import { toDurationText } from '@/lib/base/durations'
import { operationKinds } from '@/lib/model/operation-kinds'
import { deriveWorkerHosts } from './group-words'
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

/** What would be started for a reason. `label`: where the target’s own words do not say it. */
interface Start {
  kind: OperationDraft['kind']
  target: string | null
  label?: string
  text: string
}

/** By the code of the reason; null: nothing here can be started for it now. */
const starts: Readonly<Record<string, (snapshot: ClusterSnapshot, reason: Reason) => Start | null>> = {
  'leader-gone': (_, { subject }) =>
    subject === null
      ? null
      : {
          kind: 'start-jobmanager',
          target: subject,
          text: `${subject} led and has exited, and no standby is in line. Start it to have a leader again.`,
        },
  'leader-frozen': (snapshot, { subject }) =>
    toContinue(snapshot, subject, `${subject} leads and is frozen. Continue its process: it still leads if its session has not ended.`),
  'no-leader': startEverything,
  'root-missing': startEverything,
  'master-down': (snapshot, { subject }) => startDown(snapshot, subject, (master) => `${master} is down. Start it to add a standby.`),
  'no-standby': (snapshot) => startDown(snapshot, null, (master) => `No standby is in line. Start ${master} to restore one.`),
  'master-unreachable': (snapshot, { subject }) =>
    toContinue(snapshot, subject, `${subject} is frozen. Continue its process to restore a standby.`),
  'job-suspended': ({ leader }) =>
    leader?.master
      ? {
          kind: 'restart-jobmanager',
          target: leader.master,
          text: 'A job is suspended under a leader that does not run it. The next leader recovers it.',
        }
      : null,
  'member-down': ({ quorum }, { subject }) =>
    quorum.members.some(({ address }) => address === subject)
      ? { kind: 'start-member', target: subject, text: `ZooKeeper member ${subject} is down. Start it to restore redundancy.` }
      : null,
  'quorum-not-serving': () => ({
    kind: 'start-quorum',
    target: null,
    label: 'Start the ZooKeeper servers…',
    text: 'No leader can be elected until a majority of them runs.',
  }),
  'no-task-managers': () => ({
    kind: 'start-cluster',
    target: null,
    label: 'Start the TaskManagers…',
    text: 'No TaskManager is registered. Starts each line of workers, and masters that do not run.',
  }),
  'no-slots': startTaskManager,
}

function toStart(snapshot: ClusterSnapshot, actor: Actor | null): NextAct | null {
  const reason = findNextReason(snapshot)
  const start = reason && (starts[reason.code]?.(snapshot, reason) ?? null)
  if (start === null) return null
  const { kind, target, label, text } = start
  if (!findPermitted(snapshot, actor, kind, target).allowed) return null
  return {
    draft: { kind, target },
    label: label ?? `${operationKinds[kind].toCommitWords(target ?? '', '')}…`,
    look: 'filled',
    text,
    refusal: null,
    byHand: splitCommand(reason?.action ?? '').command,
  }
}

/** Only where no process runs: one that runs and is in no election has another fault, such as a wrong path. */
function startEverything({ jobManagers }: ClusterSnapshot): Start | null {
  if (jobManagers.length === 0 || jobManagers.some(({ role }) => role !== 'down')) return null
  return {
    kind: 'start-cluster',
    target: null,
    label: 'Start the cluster…',
    text: 'No JobManager runs. Starts each line of masters and workers that does not run.',
  }
}

/** @param master null: the first that is down */
function startDown({ jobManagers }: ClusterSnapshot, master: string | null, toText: (master: string) => string): Start | null {
  const down = jobManagers.find((one) => one.role === 'down' && (master === null || one.master === master))
  return down ? { kind: 'start-jobmanager', target: down.master, text: toText(down.master) } : null
}

/** A frozen JobManager whose session has ended is restarted: that it would not lead beside the present leader is not proven. */
function toContinue({ jobManagers }: ClusterSnapshot, master: string | null, text: string): Start | null {
  if (master === null) return null
  return jobManagers.some((one) => one.master === master && one.inLine !== null)
    ? { kind: 'continue-jobmanager', target: master, text }
    : {
        kind: 'restart-jobmanager',
        target: master,
        text: `${master} is frozen and has left the election. Restart it to restore a standby.`,
      }
}

/** On the host of workers that has the fewest. */
function startTaskManager(snapshot: ClusterSnapshot, { text }: Reason): Start | null {
  const { detail } = snapshot.taskManagers
  const counted = deriveWorkerHosts(snapshot).map((host) => ({ host, count: detail.filter(({ id }) => id.startsWith(`${host}:`)).length }))
  const [fewest] = counted.toSorted((a, b) => a.count - b.count)
  return fewest ? { kind: 'start-taskmanager', target: fewest.host, text: `${text} Another TaskManager brings more.` } : null
}

/** The reason to act on next: a present failure before a risk. */
export function findNextReason({ present, verdict }: Pick<ClusterSnapshot, 'present' | 'verdict'>): Reason | null {
  return [...present.reasons, ...verdict.reasons].find(({ action }) => action !== null) ?? null
}
