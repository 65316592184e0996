import { describe, expect, it } from 'vitest'
import type { DrillEvidence, EvidenceName } from './evidence'
import { measureDrill, type MeasureInput } from './measure-drill'
import type { DrillPrediction } from './prediction'

const prediction: DrillPrediction = {
  madeAt: '2026-12-01T10:00:00.000Z',
  phases: [
    { phase: 'detection', window: { earliestMs: 6_700, latestMs: 12_000 }, basis: 'session' },
    { phase: 'election', window: { earliestMs: 100, latestMs: 3_000 }, basis: 'reference' },
    { phase: 'recovery', window: { earliestMs: 300, latestMs: 6_000 }, basis: 'reference' },
  ],
  total: { earliestMs: 7_100, latestMs: 21_000 },
  replayMs: 4_000,
  sentence: 'Jobs pause for 7–21 s and replay at most 5 s.',
}

const event = (what: EvidenceName, at: number, subject: string | null = null, uncertaintyMs: number | null = 5): DrillEvidence => ({
  what,
  at,
  subject,
  uncertaintyMs,
  clock: 'console',
  source: 'test',
})

const crash: DrillEvidence[] = [
  event('leader-announced', 500, 'a'),
  event('fault-done', 1_000, 'jm1:8081', 2),
  event('process-gone', 1_020, 'jm1:8081', 20),
  event('session-ended', 9_000, 'jm1:8081', 100),
  event('leader-announced', 9_300, 'b', 100),
  event('job-running', 11_000, 'j1'),
  event('jobs-running', 11_000),
  event('first-checkpoint', 13_000),
  event('first-checkpoint', 12_900, 'j1'),
]

const measure = (evidence: readonly DrillEvidence[], over: Partial<MeasureInput> = {}) =>
  measureDrill({ scenario: 'crash-leader', prediction, evidence, jobs: [{ jobId: 'j1', name: 'orders' }], leaderBefore: 'a', ...over })

describe('the measures of a drill', () => {
  it('Phases, gap, recovery and jobs come from the evidence, each with the sum of the two uncertainties', () => {
    expect(measure(crash)).toEqual({
      phases: [
        {
          phase: 'detection',
          measured: { ms: 8_000, uncertaintyMs: 102 },
          predicted: { earliestMs: 6_700, latestMs: 12_000 },
          comparison: 'within',
        },
        {
          phase: 'election',
          measured: { ms: 300, uncertaintyMs: 200 },
          predicted: { earliestMs: 100, latestMs: 3_000 },
          comparison: 'within',
        },
        {
          phase: 'recovery',
          measured: { ms: 1_700, uncertaintyMs: 105 },
          predicted: { earliestMs: 300, latestMs: 6_000 },
          comparison: 'within',
        },
      ],
      recovery: { ms: 10_000, uncertaintyMs: 7 },
      gap: { ms: 8_280, uncertaintyMs: 120 },
      overlapMs: 0,
      firstCheckpoint: { ms: 11_900, uncertaintyMs: 7 },
      replayMs: 4_000,
      jobs: [{ jobId: 'j1', name: 'orders', running: { ms: 10_000, uncertaintyMs: 7 }, firstCheckpoint: { ms: 11_900, uncertaintyMs: 7 } }],
      slowest: {
        phase: 'detection',
        setting: 'high-availability.zookeeper.client.session-timeout',
        advice: expect.stringContaining('shorter ZooKeeper session timeout'),
      },
    })
  })

  it('Of two observations of one event the one with less uncertainty counts, whatever their order', () => {
    const finer = event('session-ended', 8_900, 'jm1:8081', 10)
    const [detection] = measure([...crash, finer]).phases
    expect(detection?.measured).toEqual({ ms: 7_900, uncertaintyMs: 12 })
  })

  it('An event that was not observed leaves its phases and figures unknown', () => {
    const measures = measure(crash.filter(({ what }) => what !== 'session-ended' && what !== 'jobs-running'))
    expect(measures.phases.map(({ measured, comparison }) => [measured, comparison])).toEqual([
      [null, 'unknown'],
      [null, 'unknown'],
      [null, 'unknown'],
    ])
    expect(measures.recovery).toBeNull()
    expect(measures.slowest).toBeNull()
  })

  it('A leader that announces itself again after the next one had is found as an overlap', () => {
    expect(measure([...crash, event('leader-announced', 9_700, 'a'), event('leader-announced', 9_900, 'b')]).overlapMs).toBe(400)
    expect(measure([...crash, event('leader-announced', 9_300, 'a')]).overlapMs).toBe(1)
  })

  it('A third leader after the second is no overlap', () => {
    expect(measure([...crash, event('leader-announced', 9_700, 'c')]).overlapMs).toBe(0)
  })

  it('A duration is outside of its window only where its uncertainty cannot explain it', () => {
    const at = (sessionEnded: number, uncertaintyMs: number) =>
      measure([event('fault-done', 1_000, null, 0), event('session-ended', sessionEnded, null, uncertaintyMs)]).phases[0]?.comparison
    expect([at(13_050, 100), at(13_150, 100), at(7_650, 100), at(7_550, 100)]).toEqual(['within', 'longer', 'within', 'shorter'])
  })

  it('An unknown offset of a clock makes the uncertainty of its durations unknown', () => {
    const measures = measure([event('fault-done', 1_000, null, 1), event('session-ended', 9_000, null, null)])
    expect(measures.phases[0]?.measured).toEqual({ ms: 8_000, uncertaintyMs: null })
  })

  it('A crashed standby is measured by the longest interruption of a job, and 0 where none was interrupted', () => {
    const standby = (evidence: DrillEvidence[]) => measure(evidence, { scenario: 'crash-standby' })
    const fault = event('fault-done', 1_000, 'jm2:8081', 3)
    expect(standby([fault]).recovery).toEqual({ ms: 0, uncertaintyMs: 3 })
    expect(standby([fault]).gap).toBeNull()
    const interrupted = [event('job-interrupted', 2_000, 'j1'), event('job-running', 2_700, 'j1')]
    expect(standby([fault, ...interrupted]).recovery).toEqual({ ms: 700, uncertaintyMs: 10 })
    expect(standby([fault, interrupted[0]!]).recovery).toBeNull()
    expect(standby([]).recovery).toBeNull()
  })

  it('A frozen leader leads no more from the fault on, although its process is there', () => {
    const frozen = crash.filter(({ what }) => what !== 'process-gone')
    expect(measure(frozen, { scenario: 'freeze-leader' }).gap).toEqual({ ms: 8_300, uncertaintyMs: 102 })
  })
})
