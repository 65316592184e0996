import 'server-only'
import { randomUUID } from 'node:crypto'
import type { OperationRecord, Plan } from '@/lib/model/operation'
import type { OperationCommand } from './command'

/** The record of an operation that begins: every step of its plan waits. */
export function toRecord(plan: Plan, { clusterId, request, actor }: OperationCommand): OperationRecord {
  return {
    id: randomUUID(),
    clusterId,
    kind: request.kind,
    target: plan.target,
    state: 'running',
    plan,
    steps: plan.steps.map((step) => ({
      ...step,
      state: 'waiting',
      startedAt: null,
      endedAt: null,
      output: '',
      droppedCharacters: 0,
      detail: null,
    })),
    step: null,
    by: { id: actor.id, name: actor.name, kind: actor.kind },
    reason: request.reason ?? null,
    startedAt: new Date().toISOString(),
    endedAt: null,
    result: null,
    abortedBy: null,
  }
}
