import { deriveReasons } from './reasons/derive-reasons'
import type { VerdictInput } from './reasons/verdict-input'
import type { Reason, Takeover, Verdict, VerdictLevel } from './snapshot'
import { toHeadline } from './headline'

/** Codes of errors that leave the leader's existence unproven: nothing better than "unknown" may be claimed. */
const unknownCodes = [
  'configuration-unread',
  'not-ha',
  'no-quorum-configured',
  'no-masters',
  'zookeeper-lost',
  'root-denied',
  'tree-too-large',
  'reading',
  'zookeeper-reading',
  'leader-unproven',
]
const noLeaderCodes = ['no-leader', 'leader-gone', 'leader-frozen', 'leader-not-serving', 'root-missing']

/** All reasons and the level that follows from them. */
export function deriveLevelAndReasons(input: VerdictInput): Pick<Verdict, 'level' | 'reasons'> {
  const reasons = deriveReasons(input)
  return { level: deriveLevel(reasons, input), reasons }
}

/** A verdict completed by its headline, which names the times of the takeover. */
export function withHeadline({ level, reasons }: Pick<Verdict, 'level' | 'reasons'>, input: VerdictInput, takeover: Takeover): Verdict {
  const { sentence, detail } = toHeadline(level, { ...input, operation: input.facts.operation }, takeover, reasons)
  return { level, sentence, detail, reasons }
}

function deriveLevel(reasons: readonly Reason[], input: VerdictInput): VerdictLevel {
  const has = (codes: readonly string[]) => reasons.some((reason) => codes.includes(reason.code))
  // Without a serving quorum a leader steps down at once, unless it is configured to tolerate that for a session timeout.
  if (has(['quorum-not-serving'])) return toleratesOutage(input) ? 'unprotected' : 'no-leader'
  if (has(unknownCodes)) return 'unknown'
  if (has(noLeaderCodes)) return 'no-leader'
  if (input.facts.tree.status !== 'live' || input.leader === null) return 'unknown'
  if (reasons.some((reason) => reason.severity === 'error')) return 'unprotected'
  return reasons.some((reason) => reason.severity === 'warning') ? 'at-risk' : 'protected'
}

function toleratesOutage({ facts, leader }: VerdictInput): boolean {
  return facts.configuration.known && facts.configuration.value.tolerateSuspended && leader?.process === 'running'
}
