import type { SaidHistory, SaidSnapshot } from '../said/snapshot'
import type { Truth } from '../truth/truth'
import { graceOf } from './graces'
import { isLeaderlessBeyond, toClock, toLeadershipText, type When } from './leaderless'
import { judgeLead } from './leader'
import type { Sheet } from './sheet'
import { isProvenThroughout } from './verdict'

type SaidLane = SaidSnapshot['lanes'][number]

/** Lanes show now from what is live, and gold ends with the leader's last sign of life. */
export function judgeLanes(lanes: readonly SaidLane[], where: string, when: When, truth: Truth, sheet: Sheet): void {
  for (const { master, spans } of lanes) {
    const last = spans.at(-1)
    if (last?.to === null && last.role === 'leader') judgeLead('lane-leads-now', `${where} ${master}`, master, when, truth, sheet)
    for (const { role, from, to } of spans)
      if (role === 'leader' && to !== null && to > truth.startedAt) judgeEnd(`${where} ${master}`, master, from, to, truth, sheet)
  }
}

function judgeEnd(where: string, master: string, from: number, to: number, truth: Truth, sheet: Sheet): void {
  const alive = to > truth.leadership.until ? null : truth.leadership.lastTime(to, ({ claims }) => claims.includes(master))
  const isPast = alive === null ? null : to - Math.max(alive, from) > graceOf('lane-leader-until')
  sheet.claim(
    'lane-leader-until',
    where,
    isPast,
    () => `leader until ${toClock(to)}`,
    () => `its last sign of life as leader was at ${toClock(alive ?? 0)}`,
  )
}

/** The journal's own verdict of now, and its lanes. */
export function judgeHistory(said: SaidHistory, when: When, truth: Truth, sheet: Sheet): void {
  judgeLanes(said.lanes, 'lanes', when, truth, sheet)
  const now = said.verdicts.at(-1)
  if (!now || now.to !== null || now.value === 'unknown') return sheet.unknown('history-now')
  const isFalse =
    now.value === 'no-leader'
      ? isProvenThroughout(truth, when, graceOf('verdict-no-leader') + 1_000)
      : isLeaderlessBeyond(truth, when, 'history-now')
  sheet.claim(
    'history-now',
    'verdicts, newest',
    isFalse,
    () => now.value,
    () => toLeadershipText(truth, when.got),
  )
}
