import type { SaidSnapshot } from '../said/snapshot'
import type { Truth } from '../truth/truth'
import { graceOf } from './graces'
import { anyOf, isLeaderlessBeyond, toLeadershipText, type When } from './leaderless'
import { countServing } from './quorum'
import type { Sheet } from './sheet'

/** The level: is there a leader, and could a standby take over? */
export function judgeVerdict(said: SaidSnapshot, when: When, truth: Truth, sheet: Sheet): void {
  const { level, sentence } = said.verdict
  const words = () => `${level}: ${sentence}`
  const leads = () => toLeadershipText(truth, when.got)
  if (level === 'unknown') return sheet.unknown('verdict-led')
  if (level === 'no-leader') {
    const isLed = isProvenThroughout(truth, when, graceOf('verdict-no-leader'))
    return sheet.claim('verdict-no-leader', 'verdict.level', isLed, words, leads)
  }
  sheet.claim('verdict-led', 'verdict.level', isLeaderlessBeyond(truth, when, 'verdict-led'), words, leads)
  if (level !== 'protected') return
  const from = when.asked - graceOf('verdict-protected')
  const isWithoutStandby = truth.line.always(from, when.got, (line) => line !== null && line.ready.length === 0)
  const serving = countServing(truth, from, when.got)
  const isWithoutSpare = serving && serving.most < truth.members.size
  sheet.claim('verdict-protected', 'verdict.level', anyOf([isWithoutStandby, isWithoutSpare]), words, () =>
    isWithoutStandby ? 'no standby is in line' : `at most ${serving?.most} of ${truth.members.size} ZooKeeper members serve`,
  )
}

/** A leader leads, is listed and runs, all the time: no statement of "no leader" can be right. */
export function isProvenThroughout(truth: Truth, { asked, got }: When, graceMs: number): boolean | null {
  return truth.leadership.always(asked - graceMs, got, ({ proven }) => proven !== null)
}
