import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIso } from '@/lib/model/observed'
import { phaseName } from '@/lib/model/schemas/leadership'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aSituation } from '@/lib/testing/situations'
import { deriveEnd, deriveScale, deriveSegments, toPhaseTime, toPhaseWords } from './takeover-phases'

describe('a takeover', () => {
  it('A takeover begins with the last sign of life and ends with its last phase', () => {
    expect(aSituation('leaderDied').takeover.startedAt).toBe(toIso(aMoment - 6_200))
    expect(deriveEnd(aSituation('leaderDied').takeover)).toBeNull()
    expect(deriveEnd(aSituation('afterOutage').takeover)).toBe(aMoment - 15_200)
    expect(aSituation('allIsWell').takeover.startedAt).toBeNull()
  })

  it('A takeover’s bar shows leaderless, recovering and running time', () => {
    const { takeover } = aSituation('afterOutage')
    expect(deriveSegments(takeover, aMoment - 56_100, 40_900)).toEqual([
      { kind: 'leaderless', fromMs: 0, toMs: 34_100 },
      { kind: 'recovering', fromMs: 34_100, toMs: 38_400 },
      { kind: 'running', fromMs: 38_400, toMs: 40_900 },
    ])
    expect(deriveSegments(aSituation('leaderDied').takeover, aMoment - 6_200, 6_200)).toEqual([
      { kind: 'leaderless', fromMs: 0, toMs: 6_200 },
    ])
  })

  it('The scale of a takeover has room for the elapsed and the latest expected time, with few ticks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), fc.option(fc.integer({ min: 0, max: 3_600_000 })), (elapsed, latest) => {
        const { spanMs, ticks } = deriveScale(elapsed, latest)
        expect(spanMs).toBeGreaterThanOrEqual(Math.max(elapsed, latest ?? 0))
        expect(ticks.length).toBeLessThanOrEqual(8)
        expect(ticks.at(-1)).toBe(spanMs)
      }),
    )
  })

  it('Phases that were seen in one update are shown as reached by then, because their order is not known', () => {
    const phases = [0, 1_200, 1_200, 4_000, null].map((after, index) => ({
      phase: phaseName.options[index]!,
      at: after === null ? null : toIso(aMoment + after),
      progress: null,
    }))
    expect(phases.map((phase) => toPhaseTime(phase, phases, aMoment))).toEqual([null, 'by +1.2 s', 'by +1.2 s', '+4 s', null])
  })

  it('The phase of a new leader names the JobManager', () =>
    expect(toPhaseWords({ phase: 'standby-leads', at: null, progress: null }, 'jm2:8081')).toBe('jm2:8081 leads'))
})
