import { z } from 'zod'
import { operationKindIds, operationKinds, type OperationKind } from '../operation-kinds'
import { time } from './common'

const words = z.string().max(500)

function toOptionWords(kind: OperationKind): string[] {
  return Object.entries(operationKinds[kind].options).map(([name, meaning]) => `${kind}: \`${name}\`, ${meaning}`)
}

/** Body of `POST …/operations`. */
export const operationRequest = z.strictObject({
  kind: z.enum(operationKindIds),
  /** A line of masters, a ZooKeeper member's `host:clientPort`, a line of workers (`host`, or `host#pid`), or a job's id. */
  target: z.string().min(1).max(300).nullish(),
  dryRun: z.boolean().optional().meta({ description: 'Answers 200 with the plan and does nothing.' }),
  /** The leader session id that the plan was made with; compared again when it runs, before each step that could hurt a leader. */
  expectedLeaderSessionId: z.string().max(64).nullish().meta({ description: 'As the plan named it; null when there was no leader.' }),
  confirm: words.nullish().meta({ description: 'What the plan wants to be typed: the cluster’s name.' }),
  override: words.nullish().meta({ description: 'The words that a refusal names, if it is to be done nevertheless.' }),
  reason: words.nullish(),
  options: z
    .record(z.string().max(100), z.string().max(20_000))
    .optional()
    .meta({ description: `What one kind alone takes. ${operationKindIds.flatMap(toOptionWords).join('. ')}.` }),
})

const planStep = z.object({
  id: z.string(),
  title: z.string(),
  /** Where its commands run; null: on this console's host. */
  host: z.string().nullable(),
  /** The commands as they run, quoted for a shell. Empty: the step only waits and checks. */
  commands: z.array(z.string()),
  /** The line of masters whose process it stops. */
  stops: z.string().optional(),
})

const check = z.object({
  code: z.string(),
  level: z.enum(['fine', 'warning', 'refusal']),
  text: z.string(),
  /** A refusal that exactly these words lift, given as `override`. */
  override: z.string().optional(),
})

/** What will be done, exactly; planned again when it runs, and nothing is done when the two plans differ. */
export const operationPlan = z.object({
  kind: z.enum(operationKindIds),
  clusterId: z.string(),
  target: z.string().nullable(),
  /** The leader session id when the plan was made; null: there was no leader. */
  expectedLeaderSessionId: z.string().nullable(),
  sentence: z.string(),
  steps: z.array(planStep),
  /** The preflight, worst first. One refusal is enough: nothing runs. */
  checks: z.array(check),
  /** Ms from the start; what is not done by then is aborted. */
  deadlineMs: z.number(),
  /** The text that has to be typed. */
  confirm: z.string(),
})

const stepRecord = planStep.extend({
  /** `not-known`: its work was begun, its answer was lost, and whether it is done never became known. */
  state: z.enum(['waiting', 'running', 'done', 'not-known', 'failed', 'aborted', 'skipped', 'interrupted']),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  /** The end of its commands' output, without control characters. */
  output: z.string(),
  /** Number of characters left out in front. */
  droppedCharacters: z.number(),
  /** The result, or why there is none. */
  detail: z.string().nullable(),
})

/** One operation, in the API and in the database. */
export const operation = z.object({
  id: z.string(),
  clusterId: z.string(),
  kind: z.enum(operationKindIds),
  target: z.string().nullable(),
  /** `refused`: nothing was done. `interrupted`: the console ended meanwhile; nothing continued by itself. */
  state: z.enum(['running', 'done', 'failed', 'aborted', 'refused', 'interrupted']),
  plan: operationPlan,
  steps: z.array(stepRecord),
  /** The step under way: index into `steps`; null before the first and after the last. */
  step: z.number().nullable(),
  by: z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'key', 'system']) }),
  reason: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  /** Its result in a sentence with what to do next; null while it runs. */
  result: z.string().nullable(),
  /** Who requested the abort. */
  abortedBy: z.string().nullable(),
})

/** `GET /api/v1/clusters/{id}/operations`: newest first. */
export const operationList = z.object({ operations: z.array(operation) })

export const operationStarted = z.object({ id: z.string() })

/**
 * `GET /api/v1/emergency-stop`; POST `{ reason? }` sets it, DELETE lifts it, and both answer the same.
 * While it is set it aborts running operations and refuses new ones.
 */
export const emergencyStop = z.object({
  emergencyStop: z.object({ since: time, by: z.string(), reason: z.string().nullable() }).nullable(),
})
