import 'server-only'
import type { OperationRecord } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'

/** More of a cluster's operations than these cannot be of the last seconds. */
export const recent = 10
/** An exit so soon after one of this console's operations may be caused by it. */
const afterOursMs = 15_000

type Ours = Pick<OperationRecord, 'kind' | 'by' | 'endedAt' | 'startedAt'>

/** Until when an exit may be caused by one of the last operations; null: it is not. `Infinity`: while the operation runs. */
export function findOurDoingUntil(last: readonly Ours[], now: number): number | null {
  const untils = last
    .filter(mayEndLeaders)
    .map(toUntil)
    .filter((until) => until > now)
  return untils.length === 0 ? null : Math.max(...untils)
}

/** The operation that may have caused an exit at that time. @param exitAt ms since 1970 */
export function findOurDoing<T extends Ours>(last: readonly T[], exitAt: number): T | null {
  return last.find((one) => mayEndLeaders(one) && Date.parse(one.startedAt) <= exitAt && toUntil(one) > exitAt) ?? null
}

/** The autopilot's own takeovers concern a leader that was dead before. */
function mayEndLeaders({ kind, by }: Ours): boolean {
  return operationKinds[kind].mayEnd !== null && by.kind !== 'system'
}

function toUntil({ endedAt }: Ours): number {
  return endedAt === null ? Infinity : Date.parse(endedAt) + afterOursMs
}
