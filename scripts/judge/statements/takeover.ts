import type { SaidSnapshot } from '../said/snapshot'
import type { Truth } from '../truth/truth'
import { graceFor, type StatementId } from './graces'
import { findOutage, listOutages, toClock, type When } from './leaderless'
import { judgePhases } from './phases'
import type { Sheet } from './sheet'

/** Since when there is no leader, and which phases of the takeover are reached. */
export function judgeTakeover({ takeover }: SaidSnapshot, { got }: When, truth: Truth, sheet: Sheet): void {
  if (takeover.since !== null) judgeStart('takeover-since', 'takeover.since', takeover.since, truth, sheet)
  judgePhases(takeover.phases, got, 'takeover.phases', truth, sheet)
}

/** A stated beginning has to be that of an outage: not after the leader's last sign of life, and not long before it. */
export function judgeStart(statement: StatementId, where: string, since: number, truth: Truth, sheet: Sheet): void {
  if (since < truth.startedAt) return sheet.claim(statement, where, null, String, String)
  const outages = listOutages(truth)
  const isOne = outages.some(({ from, cause }) => {
    // A frozen process was alive to its last instruction: a later beginning hides a part of the outage.
    const latest = cause === 'revoked' ? graceFor(statement, 'revoked') : graceFor(statement, 'dead')
    return since >= from - graceFor(statement, 'frozen') && since <= from + latest
  })
  const truthful = findOutage(truth, Math.max(since + 5_000, since))
  sheet.claim(
    statement,
    where,
    !isOne,
    () => `since ${toClock(since)}`,
    () => (truthful ? `since ${toClock(truthful.from)} (${truthful.last}: ${truthful.cause})` : 'there was no outage'),
  )
}
