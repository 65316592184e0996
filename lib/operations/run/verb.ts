import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { Actor } from '@/lib/model/actor'
import type { Check, OperationRequest, PlanStep } from '@/lib/model/operation'
import type { OperationKind } from '@/lib/model/operation-kinds'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { SignalledProcess, ProcessTable } from '@/lib/sources/hosts/found-process'
import type { HostRunner, RunResult } from '@/lib/sources/hosts/runner'

/**
 * One thing that can be done to a cluster; one file per kind in `lib/operations/verbs`.
 *
 * `plan` looks (at the snapshot, the files, the hosts), changes nothing, and returns the steps with what each will do.
 * It is called for a dry run, and again when the operation starts: what runs is always what was planned a moment before.
 */
export interface Verb<Kind extends OperationKind = OperationKind> {
  kind: Kind
  plan(context: PlanContext): Promise<PlanDraft>
}

/** What a verb may look at. */
export interface PlanContext {
  readonly settings: ClusterSettings
  readonly request: OperationRequest
  /** `request.target`, '' never. */
  readonly target: string | null
  readonly actor: Actor
  /** The snapshot at the moment of planning. */
  readonly snapshot: ClusterSnapshot
  /** The conf folder as it is now, read for this plan. */
  readonly configuration: HaConfiguration
  /** Flink's home on every host; null: not known. */
  readonly flinkHome: string | null
  readonly hosts: ClusterHosts
  /** Ends planning too. */
  readonly signal: AbortSignal
}

/** The hosts of one cluster: commands, processes, signals. */
export interface ClusterHosts {
  readonly runner: HostRunner
  /** Flink's and ZooKeeper's processes on a host, of any cluster, and whether all of them are shown. @throws HostError */
  findProcesses(host: string, signal?: AbortSignal): Promise<ProcessTable>
  /** A signal to exactly this process; its identity is compared on its host, in the same command. @throws HostError */
  sendSignal(process: SignalledProcess, signal: 'TERM' | 'KILL' | 'STOP' | 'CONT'): Promise<'sent' | 'gone' | 'another'>
  /** Proof from its own host: gone (also: all its threads dead), another process has its pid, or it is there. @throws HostError */
  askIfGone(process: SignalledProcess): Promise<'gone' | 'there'>
  /** Resolves when it is gone, false after `ms`. One waiting command, no polling connections. @throws HostError */
  waitUntilGone(process: SignalledProcess, ms: number, signal?: AbortSignal): Promise<boolean>
}

export interface PlanDraft {
  sentence: string
  steps: Step[]
  checks: Check[]
  /** Sum of what the steps may take; the runner aborts after it. */
  deadlineMs: number
  /** The text to type; default: the cluster's name. */
  confirm?: string
  /**
   * True: the session id the plan was made on has to be sent and still be the leader's when it runs. For everything that could hurt a
   * leader.
   */
  guardsLeader: boolean
  /** Checks once more when all steps are done. @returns the sentence that is the result. @throws OperationError when the check fails */
  verify(context: StepContext): Promise<string>
}

export interface Step extends PlanStep {
  /** Runs the step; the database has recorded its begin by then. @returns the outcome. @throws OperationError */
  run(context: StepContext): Promise<StepResult>
}

/** The outcome of a step, as a sentence; null: nothing to report. */
export type StepResult = string | null | NotKnown

/** The step's work was begun and its answer was lost; the next steps go on, because they only read or hold in either case. */
export interface NotKnown {
  readonly notKnown: string
}

export function notKnown(text: string): NotKnown {
  return { notKnown: text }
}

/** What a step may use. Everything ends with `signal`: abort, deadline, emergency stop, lost lease. */
export interface StepContext {
  readonly id: string
  readonly signal: AbortSignal
  /** The present snapshot. */
  snapshot(): ClusterSnapshot
  /** Output for the person who watches; bounded, control characters are removed. */
  say(text: string): void
  /** Runs a program on a host and streams its output. @throws OperationError when its code is not 0, HostError */
  run(
    host: string,
    argv: readonly string[],
    options?: { deadlineMs?: number; env?: Readonly<Record<string, string>>; allowFailure?: boolean },
  ): Promise<RunResult>
  /**
   * Waits until the snapshot shows it.
   * @param look a sentence about what is still missing, or null when nothing is
   * @throws OperationError with the last sentence
   */
  waitUntil(look: (snapshot: ClusterSnapshot) => string | null, options: { withinMs: number }): Promise<ClusterSnapshot>
  /** Compare and set. @throws OperationError `leader-changed` when the leader is no longer the planned one */
  assertSameLeader(): void
  /** From now on steps compare with this leader: for a step that changes the leader on purpose. */
  expectLeader(leaderSessionId: string | null): void
}

export type OperationErrorCode =
  'refused' | 'leader-changed' | 'command-failed' | 'not-seen' | 'aborted' | 'deadline' | 'emergency-stop' | 'lease-lost' | 'host'

/** Why an operation did not do what it should; the message says what to do. */
export class OperationError extends UnderstudyError<OperationErrorCode> {
  static readonly kind = 'OperationError'
}

/** Adds what an abort leaves under way: a signal was sent, a script runs. @param begun a sentence */
export function withBegun(error: unknown, signal: AbortSignal, begun: string): unknown {
  const reason: unknown = signal.aborted ? signal.reason : null
  return OperationError.is(reason) ? new OperationError(reason.code, `${reason.message} ${begun}`, { cause: error }) : error
}
