import 'server-only'
import { z } from 'zod'
import { stepStates } from '@/lib/model/operation'
import { operationKindIds, operationKinds, type OperationKind } from '@/lib/model/operation-kinds'
import { time } from '@/lib/model/schemas/common'

const words = z.string().max(500)

function toOptionWords(kind: OperationKind): string[] {
  return Object.entries(operationKinds[kind].options).map(([name, meaning]) => `${kind}: \`${name}\`, ${meaning}`)
}

/** `OperationRequest` of lib/model: what is sent. */
export const operationRequest = z.strictObject({
  kind: z.enum(operationKindIds),
  target: z.string().min(1).max(300).nullish(),
  dryRun: z.boolean().optional().meta({ description: 'Answers 200 with the plan and does nothing.' }),
  expectedLeaderSessionId: z.string().max(64).nullish().meta({ description: 'As the plan named it; null when nobody led.' }),
  confirm: words.nullish().meta({ description: 'What the plan wants to be typed: the cluster’s name.' }),
  override: words.nullish().meta({ description: 'The words that a refusal names, if it is to be done all the same.' }),
  reason: words.nullish(),
  options: z
    .record(z.string().max(100), z.string().max(20_000))
    .optional()
    .meta({ description: `What one kind alone takes. ${operationKindIds.flatMap(toOptionWords).join('. ')}.` }),
})

const planStep = z.object({ id: z.string(), title: z.string(), host: z.string().nullable(), commands: z.array(z.string()) })

const check = z.object({
  code: z.string(),
  level: z.enum(['fine', 'warning', 'refusal']),
  text: z.string(),
  override: z.string().optional(),
})

export const operationPlan = z.object({
  kind: z.enum(operationKindIds),
  clusterId: z.string(),
  target: z.string().nullable(),
  expectedLeaderSessionId: z.string().nullable(),
  sentence: z.string(),
  steps: z.array(planStep),
  checks: z.array(check),
  deadlineMs: z.number(),
  confirm: z.string(),
})

const stepRecord = planStep.extend({
  state: z.enum(stepStates),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  output: z.string(),
  droppedCharacters: z.number(),
  detail: z.string().nullable(),
})

export const operation = z.object({
  id: z.string(),
  clusterId: z.string(),
  kind: z.enum(operationKindIds),
  target: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'aborted', 'refused', 'interrupted']),
  plan: operationPlan,
  steps: z.array(stepRecord),
  step: z.number().nullable(),
  by: z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'key', 'system']) }),
  reason: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  result: z.string().nullable(),
  abortedBy: z.string().nullable(),
})

export const operationList = z.object({ operations: z.array(operation) })

export const operationStarted = z.object({ id: z.string() })

export const emergencyStop = z.object({
  emergencyStop: z.object({ since: time, by: z.string(), reason: z.string().nullable() }).nullable(),
})

export const emergencyStopRequest = z.strictObject({ reason: words.nullish() })
