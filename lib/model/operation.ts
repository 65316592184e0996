import type { IsoTime } from './observed'
import type { OperationKind } from './operation-kinds'

/** Body of `POST …/operations`. */
export interface OperationRequest {
  kind: OperationKind
  /** A line of masters, a ZooKeeper member's `host:clientPort`, a line of workers (`host`, or `host#pid`). */
  target?: string | null
  /** Answers with the plan and does nothing. */
  dryRun?: boolean
  /** The one the plan was made on; compared again when it runs, before each step that could hurt a leader. */
  expectedLeaderSessionId?: string | null
  /** What was typed: has to be the plan's `confirm`. */
  confirm?: string | null
  /** Words that lift a refusal which names some. */
  override?: string | null
  reason?: string | null
  /** What one kind alone needs, e.g. the name of a back-up. */
  options?: Readonly<Record<string, string>>
}

/** What will be done, exactly; made anew when it runs, and nothing is done when it came out differently. */
export interface Plan {
  kind: OperationKind
  clusterId: string
  target: string | null
  /** Who led when the plan was made; null: nobody. */
  expectedLeaderSessionId: string | null
  sentence: string
  steps: PlanStep[]
  /** The preflight, worst first. One refusal is enough: nothing runs. */
  checks: Check[]
  /** From the start; what is not done then is aborted. */
  deadlineMs: number
  /** What has to be typed. */
  confirm: string
}

export interface PlanStep {
  id: string
  title: string
  /** Where its commands run; null: from this console. */
  host: string | null
  /** As they are run, quoted for a shell to read. Empty: it only waits and looks. */
  commands: string[]
}

export interface Check {
  code: string
  level: 'fine' | 'warning' | 'refusal'
  text: string
  /** A refusal that these very words lift, given as `override`. */
  override?: string
}

/** `refused`: nothing was done. `interrupted`: the console ended meanwhile; nothing went on by itself. */
export type OperationState = 'running' | 'done' | 'failed' | 'aborted' | 'refused' | 'interrupted'

/** `not-known`: its work was begun, its answer was lost, and whether it is done never became known. */
export const stepStates = ['waiting', 'running', 'done', 'not-known', 'failed', 'aborted', 'skipped', 'interrupted'] as const

export type StepState = (typeof stepStates)[number]

export interface StepRecord extends PlanStep {
  state: StepState
  startedAt: IsoTime | null
  endedAt: IsoTime | null
  /** The end of what its commands said; control characters are gone. */
  output: string
  /** How much of it was left out in front. */
  droppedCharacters: number
  /** What came of it, or why not. */
  detail: string | null
}

/** One operation, as the API answers it and the database keeps it. */
export interface OperationRecord {
  id: string
  clusterId: string
  kind: OperationKind
  target: string | null
  state: OperationState
  plan: Plan
  steps: StepRecord[]
  /** The step under way: index into `steps`; null before the first and after the last. */
  step: number | null
  by: { id: string; name: string; kind: 'person' | 'key' | 'system' }
  reason: string | null
  startedAt: IsoTime
  endedAt: IsoTime | null
  /** How it ended, in a sentence with what to do next; null while it runs. */
  result: string | null
  /** Who asked for it to end. */
  abortedBy: string | null
}

/** `snapshot.operation`: the operation or drill that runs on the cluster. */
export interface RunningOperation {
  id: string
  kind: string
  target: string | null
  /** Title of the step under way. */
  step: string
  startedAt: IsoTime
  by: string
}

/** Forbids everything while it stands: ends what runs, refuses what is new. */
export interface EmergencyStop {
  since: IsoTime
  by: string
  reason: string | null
}

export function isRunning(record: Pick<OperationRecord, 'state'>): boolean {
  return record.state === 'running'
}

/** Refusals that still stand with the words given. */
export function deriveRefusals(checks: readonly Check[], override: string | null | undefined): Check[] {
  return checks.filter(({ level, override: words }) => level === 'refusal' && (words === undefined || words !== override))
}
