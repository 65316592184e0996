import type { RunningOperation } from '@/lib/model/operation'
import { isOperationKind } from '@/lib/model/operation-kinds'
import { toTitle } from './plan-words'

/** Drills have titles of their own. */
export function toRunningTitle({ kind, target }: Pick<RunningOperation, 'kind' | 'target'>): string {
  return isOperationKind(kind) ? toTitle({ kind, target }) : kind
}
