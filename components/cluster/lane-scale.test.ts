import { describe, expect, it } from 'vitest'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { deriveBars, deriveLaneFigures, deriveLaneScale, deriveScaleEnd, findObservedSince, rangeMs } from './lane-scale'

const { ago, aSnapshot } = aSnapshotAt(aMoment)

describe('leadership lanes', () => {
  it('The lanes reach back to the first observation, at least five minutes and at most a day', () => {
    const seen = (seconds: number) => [{ master: 'jm1:8081', spans: [{ role: 'leader' as const, from: ago(seconds), to: null }] }]
    expect(aMoment - deriveLaneScale(seen(10), aMoment).from).toBe(300_000)
    expect(aMoment - deriveLaneScale(seen(3_600), aMoment).from).toBe(3_600_000)
    expect(aMoment - deriveLaneScale(seen(900_000), aMoment).from).toBe(86_400_000)
    expect(aMoment - deriveLaneScale([], aMoment).from).toBe(300_000)
  })

  it('The lanes cut spans that began before the scale and mark a leader that was lost', () => {
    const lane = {
      master: 'jm1:8081',
      spans: [
        { role: 'leader' as const, from: ago(600), to: ago(150) },
        { role: 'down' as const, from: ago(150), to: null },
      ],
    }
    const bars = deriveBars(lane, { from: aMoment - 300_000, to: aMoment, ticks: [] })
    expect(bars.map(({ role, left, width, lostTo, open }) => ({ role, left, width, lostTo, open }))).toEqual([
      { role: 'leader', left: 0, width: 50, lostTo: 'down', open: false },
      { role: 'down', left: 50, width: 50, lostTo: null, open: true },
    ])
  })

  it('The lanes tell when observation began, which may be later than the scale', () => {
    const lanes = [{ master: 'a', spans: [{ role: 'leader' as const, from: ago(20), to: null }] }]
    expect(findObservedSince(lanes, deriveLaneScale(lanes, aMoment))).toBe(aMoment - 20_000)
    const old = [{ master: 'a', spans: [{ role: 'leader' as const, from: ago(90_000), to: null }] }]
    expect(findObservedSince(old, deriveLaneScale(old, aMoment))).toBeNull()
    expect(findObservedSince([], deriveLaneScale([], aMoment))).toBeNull()
  })

  it('The lanes are drawn up to the newest change of a role or of the verdict in every range', () => {
    const lanes = [{ master: 'a', spans: [{ role: 'leader' as const, from: ago(89 * 86_400), to: null }] }]
    const now = aMoment + 4_321_000
    const outage = [{ value: 'no-leader' as const, from: new Date(now - 3_000).toISOString(), to: null }]
    expect(now - deriveScaleEnd(lanes, [], now, rangeMs['90d'])).toBeGreaterThan(3_000)
    expect(now - deriveScaleEnd(lanes, outage, now, rangeMs['90d'])).toBe(2_000)
  })

  it('The lanes count leader changes and the time without a leader up to now', () => {
    const lanes = [
      { master: 'a', spans: [{ role: 'leader' as const, from: ago(200), to: ago(100) }] },
      { master: 'b', spans: [{ role: 'leader' as const, from: ago(70), to: ago(10) }] },
    ]
    const verdicts = [
      { value: 'no-leader' as const, from: ago(100), to: ago(70) },
      { value: 'protected' as const, from: ago(70), to: ago(10) },
      { value: 'no-leader' as const, from: ago(10), to: null },
    ]
    expect(deriveLaneFigures(lanes, verdicts, deriveLaneScale(lanes, aMoment))).toEqual({ changes: 1, leaderlessMs: 40_000 })
    expect(deriveLaneFigures(aSnapshot().lanes, [], deriveLaneScale(aSnapshot().lanes, aMoment)).changes).toBe(3)
  })

  it('The lanes count no change when the same master leads on in a new term', () => {
    const spans = [
      { role: 'leader' as const, from: ago(200), to: ago(100) },
      { role: 'unknown' as const, from: ago(100), to: ago(90) },
      { role: 'leader' as const, from: ago(90), to: null },
    ]
    const lanes = [{ master: 'a', spans }]
    expect(deriveLaneFigures(lanes, [], deriveLaneScale(lanes, aMoment)).changes).toBe(0)
  })
})
