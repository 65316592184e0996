import { doctorReasons } from '../derive-doctor'
import type { Reason, Severity } from '../snapshot'
import { configurationReasons } from './configuration-reasons'
import { leaderReasons } from './leader-reasons'
import type { VerdictInput } from './verdict-input'
import { quorumReasons } from './quorum-reasons'
import { recoveryReasons } from './recovery-reasons'
import { standbyReasons } from './standby-reasons'
import { zooKeeperReasons } from './zookeeper-reasons'

/** Everything that keeps the cluster from being protected, worst first. */
export function deriveReasons(input: VerdictInput): Reason[] {
  const order: Record<Severity, number> = { error: 0, warning: 1, note: 2 }
  return [
    ...configurationReasons(input),
    ...zooKeeperReasons(input),
    ...leaderReasons(input),
    ...standbyReasons(input),
    ...recoveryReasons(input),
    ...quorumReasons(input),
    ...doctorReasons(input.facts),
  ].sort((a, b) => order[a.severity] - order[b.severity])
}
