import { describe, expect, it } from 'vitest'
import { aReport } from '@/lib/testing/a-drill'
import { deriveEventRows } from './event-rows'
import { derivePhaseRows, sumWindows } from './phase-rows'
import { deriveTimeline, spreadMarks } from './timeline-drawing'

const phases = aReport().measures.phases

describe('events of a report', () => {
  it('Each event stands once, by its finest observation, with letters in the order of time', () => {
    expect(deriveEventRows(aReport()).map(({ letter, text, afterMs, uncertaintyMs }) => [letter, text, afterMs, uncertaintyMs])).toEqual([
      ['A', 'SIGSTOP to jm1:8081, pid 2801', 0, 4],
      ['B', 'ZooKeeper session of jm1:8081 ended', 33_900, 12],
      ['C', 'jm2:8081 leads', 34_300, 12],
      ['D', 'REST API of jm2:8081 answers', 35_000, 250],
      ['E', 'TaskManagers registered', 37_800, 250],
      ['F', 'All tasks of all jobs run', 41_600, 250],
      ['G', 'First checkpoint of every job', 45_200, 12],
      ['H', 'jm1:8081 resumed', 46_100, 4],
      ['I', 'jm1:8081 in line again', 52_000, 100],
    ])
  })

  it('A former leader that announces itself again has a row of its own', () => {
    const report = aReport()
    const back = { ...report.evidence[0]!, at: report.evidence[1]!.at + 40_000 }
    expect(deriveEventRows({ ...report, evidence: [...report.evidence, back] }).map(({ text }) => text)).toContain(
      'The former leader announced itself again',
    )
  })

  it('Without all jobs running again the events of single jobs are told', () => {
    const report = aReport({ seconds: [33.9, 34.3] })
    const alone = {
      ...report.evidence[1]!,
      what: 'job-running' as const,
      at: report.evidence[1]!.at + 40_000,
      subject: report.measures.jobs[1]!.jobId,
    }
    expect(deriveEventRows({ ...report, evidence: [...report.evidence, alone] }).map(({ text }) => text)).toContain(
      'fraud-rules runs all its tasks',
    )
  })

  it('There are no more rows than letters', () => {
    const report = aReport()
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...report.evidence[1]!,
      what: 'stop-condition' as const,
      subject: String(index),
    }))
    expect(deriveEventRows({ ...report, evidence: [...report.evidence, ...many] })).toHaveLength(26)
  })
})

describe('phases on the axis', () => {
  it('A measured phase begins where the one before it ended, and its window with it', () => {
    expect(derivePhaseRows(phases, null, true).map(({ state, fromMs, toMs, window }) => [state, fromMs, toMs, window])).toEqual([
      ['done', 0, 33_900, { earliestMs: 26_667, latestMs: 42_000 }],
      ['done', 33_900, 34_300, { earliestMs: 34_000, latestMs: 36_900 }],
      ['done', 34_300, 41_600, { earliestMs: 34_600, latestMs: 40_300 }],
    ])
  })

  it('While it runs the current phase grows, and later windows follow the predicted ones', () => {
    const open = phases.map((phase) => ({ ...phase, measured: null, comparison: 'unknown' as const }))
    expect(derivePhaseRows(open, 12_000, false).map(({ state, fromMs, toMs, window }) => [state, fromMs, toMs, window])).toEqual([
      ['current', 0, 12_000, { earliestMs: 26_667, latestMs: 42_000 }],
      ['waiting', null, null, { earliestMs: 26_767, latestMs: 45_000 }],
      ['waiting', null, null, { earliestMs: 27_067, latestMs: 51_000 }],
    ])
    expect(derivePhaseRows(open, null, false).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(derivePhaseRows(open, null, true).map(({ state }) => state)).toEqual(['missing', 'missing', 'missing'])
  })

  it('After a phase whose end was not seen the later ones wait, also one that was measured', () => {
    const [first, second, third] = phases
    const gap = [first!, { ...second!, measured: null }, third!]
    expect(derivePhaseRows(gap, 40_000, false).map(({ state, fromMs, toMs }) => [state, fromMs, toMs])).toEqual([
      ['done', 0, 33_900],
      ['current', 33_900, 40_000],
      ['done', null, null],
    ])
  })

  it('The sum of windows is not known where one is not', () => {
    expect(sumWindows(phases, 'election')).toEqual({ earliestMs: 26_767, latestMs: 45_000 })
    expect(sumWindows([{ ...phases[0]!, predicted: null }, ...phases.slice(1)], 'election')).toBeNull()
    expect(sumWindows([], 'election')).toBeNull()
  })
})

describe('the drawn timeline', () => {
  it('The frozen leader, the next one, the phases and the letters are drawn on one axis that has room for the objective', () => {
    const drawing = deriveTimeline(aReport())
    expect(drawing).toMatchObject({
      spanMs: 65_000,
      objectiveMs: 60_000,
      predicted: { earliestMs: 27_067, latestMs: 51_000 },
      lanes: [
        {
          master: 'jm1:8081',
          spans: [
            { kind: 'broken', fromMs: 0, toMs: 46_100, text: 'frozen, listed as leader until B' },
            { kind: 'standby', fromMs: 52_000, text: 'standby' },
          ],
        },
        {
          master: 'jm2:8081',
          spans: [
            { kind: 'standby', fromMs: 0, toMs: 34_300, text: 'standby, first in line' },
            { kind: 'leader', fromMs: 34_300, text: 'leader' },
          ],
        },
      ],
    })
    expect(drawing!.marks.map(({ letter }) => letter).join('')).toBe('ABCDEFGHI')
  })

  it('A standby that was killed is drawn beside the leader that stayed', () => {
    expect(
      deriveTimeline(aReport({ scenario: 'crash-standby', seconds: [33.9] }))!.lanes.map(({ master, spans }) => [master, spans[0]!.kind]),
    ).toEqual([
      ['jm2:8081', 'broken'],
      ['jm1:8081', 'leader'],
    ])
  })

  it('A leader that was resumed before its session ended keeps the lead in the drawing', () => {
    const [lane] = deriveTimeline(aReport({ abort: 'Ada ended it.', seconds: [] }))!.lanes
    expect(lane!.spans.map(({ kind, text }) => [kind, text])).toEqual([
      ['broken', 'frozen'],
      ['leader', 'leader'],
    ])
  })

  it('Without an observed fault nothing is drawn', () => {
    const report = aReport()
    expect(deriveTimeline({ ...report, evidence: report.evidence.filter(({ what }) => what !== 'fault-done') })).toBeNull()
  })

  it('Marks keep their order and their gap, inside the drawing', () => {
    expect(spreadMarks([0, 500, 501, 502], 24, 0, 600)).toEqual([0, 500, 524, 548])
    expect(spreadMarks([590, 595, 600], 24, 0, 600)).toEqual([552, 576, 600])
    expect(spreadMarks([], 24, 0, 600)).toEqual([])
  })
})
