import { describe, expect, it } from 'vitest'
import { aReport, toDrillSummary, type DrillCourse } from '@/lib/testing/a-drill'
import type { DrillScenarioId } from '@/lib/model/drills/scenarios'
import { deriveAdvice, deriveStandings, deriveStatistics } from './standings'

const run = (scenario: DrillScenarioId, number: number, course: DrillCourse = {}) => ({
  ...toDrillSummary(aReport({ scenario, number, ...course })),
  startedAt: new Date(number * 86_400_000).toISOString(),
})
const missed: DrillCourse = { objectiveMs: 60_000, seconds: [33.9, 34.3, 63.8] }
const ended: DrillCourse = { abort: 'Ada ended it.', seconds: [] }

describe('what drills proved', () => {
  it('Without a run the first drill of the table is worth running, and everything is not proven', () => {
    expect(deriveAdvice(deriveStandings([]), 'orders')).toEqual({
      tone: 'calm',
      pill: '0 of 4 scenarios passed',
      sentence: 'No failover of orders was proven by a drill yet.',
      detail: 'Not proven: crash the leader, stop the leader, freeze the leader and crash the first standby.',
      next: 'crash-leader',
      label: 'Crash the leader…',
    })
  })

  it('A failed drill comes first, with its own sentence, and is worth running again', () => {
    const drills = [run('crash-leader', 3), run('freeze-leader', 2, missed)]
    expect(deriveAdvice(deriveStandings(drills), 'orders')).toMatchObject({
      tone: 'broken',
      pill: '1 of 4 scenarios passed',
      sentence:
        'Freeze the leader: failed. All jobs ran again after 63.8 s (± 254 ms); the objective is 60 s. Longer than predicted: recovery.',
      next: 'freeze-leader',
      label: 'Run “freeze the leader” again…',
    })
  })

  it('A failure stays until a later run passes; an aborted run proves nothing', () => {
    const standingOf = (drills: Parameters<typeof deriveStandings>[0]) =>
      deriveStandings(drills).find(({ scenario }) => scenario === 'freeze-leader')!
    const failed = run('freeze-leader', 2, missed)
    const aborted = run('freeze-leader', 3, ended)
    expect(standingOf([aborted, failed])).toMatchObject({ standing: 'failed', decisive: { number: 2 } })
    expect(standingOf([run('freeze-leader', 4), aborted, failed])).toMatchObject({ standing: 'passed', decisive: { number: 4 } })
    expect(standingOf([aborted])).toMatchObject({ standing: 'unproven', decisive: { number: 3 } })
  })

  it('When every scenario passed the oldest one is worth running again', () => {
    const drills = [run('freeze-leader', 7), run('crash-standby', 6), run('stop-leader', 4), run('crash-leader', 5)]
    expect(deriveAdvice(deriveStandings(drills), 'orders')).toMatchObject({ tone: 'good', detail: null, next: 'stop-leader' })
  })

  it('A running drill counts neither as passed nor as run', () => {
    const running = { ...run('crash-leader', 9), state: 'running' as const, verdict: null }
    expect(deriveStandings([running])[0]).toMatchObject({ standing: 'never', running: { number: 9 }, ended: [] })
  })

  it('Median and spread need three measured runs, and an aborted one is not counted', () => {
    const timed = (number: number, running: number) => run('freeze-leader', number, { seconds: [33.9, 34.3, running] })
    const two = [timed(1, 41.6), timed(2, 43.6), run('freeze-leader', 3, ended)]
    expect(deriveStatistics(two)).toBeNull()
    expect(deriveStatistics([...two, timed(4, 50)])).toEqual({ count: 3, medianMs: 43_600, leastMs: 41_600, mostMs: 50_000 })
    expect(deriveStatistics([...two, timed(4, 50), timed(5, 40)])).toEqual({ count: 4, medianMs: 42_600, leastMs: 40_000, mostMs: 50_000 })
  })
})
