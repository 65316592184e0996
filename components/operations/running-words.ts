import { operationKinds, type OperationKind, type RunningOperation } from '@/lib/model/operation'
import { toTitle } from './plan-words'

/** Drills run under words of their own. */
export function toRunningTitle({ kind, target }: Pick<RunningOperation, 'kind' | 'target'>): string {
  const known = operationKinds.find((one): one is OperationKind => one === kind)
  return known === undefined ? kind : toTitle({ kind: known, target })
}
