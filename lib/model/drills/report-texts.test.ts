import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { DrillReport } from './drill-report'
import { toDrillJunit, toDrillMarkdown } from './report-texts'

const report: DrillReport = {
  id: '0b0b0b0b-0000-4000-8000-000000000001',
  number: 3,
  clusterId: 'east',
  clusterName: 'Orders <east> | a',
  scenario: 'crash-leader',
  title: 'Crash the leader',
  verdict: 'failed',
  sentence: 'Crash the leader: failed. All jobs ran again after 63.8 s.',
  reasons: ['All jobs ran again after 63.8 s.', 'After the drill: “]]> & <b>'],
  startedAt: '2026-12-01T10:00:00.000Z',
  endedAt: '2026-12-01T10:01:30.500Z',
  by: { id: 'u1', name: 'Olga', kind: 'person' },
  reason: 'Tuesday\u0007 [x](javascript:1)',
  target: { master: 'jm1:8081', host: 'jm1', pid: 4711 },
  leader: { before: 'a', after: 'b', afterMaster: 'jm2:8081' },
  document: {
    title: 'Crash the leader',
    scenario: 'crash-leader',
    target: 'leader',
    objective: { recoveryMs: 60_000, overlapMs: 0 },
    steadyState: [{ probe: 'leader-proven' }],
    stopConditions: [],
    deadlineMs: 90_000,
    rollback: 'always',
  },
  prediction: { madeAt: '2026-12-01T10:00:00.000Z', phases: [], total: null, replayMs: null, sentence: 'Jobs pause.' },
  measures: {
    phases: [
      {
        phase: 'detection',
        measured: { ms: 41_000, uncertaintyMs: 100 },
        predicted: { earliestMs: 26_700, latestMs: 42_000 },
        comparison: 'within',
      },
    ],
    recovery: { ms: 63_800, uncertaintyMs: 120 },
    gap: null,
    overlapMs: 0,
    firstCheckpoint: null,
    replayMs: null,
    jobs: [],
    slowest: null,
  },
  steadyState: { before: [], after: [{ probe: { probe: 'leader-proven' }, state: 'unknown', text: 'Not known.' }] },
  guard: { host: 'jm1', state: 'ended', actsAt: null, text: 'The guard was ended.' },
  rollback: { isDone: true, text: 'jm1:8081 stands in line again.' },
  leftBehind: [],
  configuration: {
    fingerprint: 'abc',
    flinkVersion: '2.3.0',
    sessionTimeoutMs: 40_000,
    tickTimeMs: 2_000,
    checkpointIntervalMs: 2_000,
    options: {},
  },
  clock: null,
  evidence: [
    { what: 'fault-done', at: Date.parse('2026-12-01T10:00:10.000Z'), clock: 'host', uncertaintyMs: 3, source: 'jm1', subject: 'jm1:8081' },
  ],
}

describe('the files of a report', () => {
  it('JUnit XML is well formed whatever names hold, and counts failures and errors of its cases', () => {
    const xml = toDrillJunit(report)
    expect(XMLValidator.validate(xml)).toBe(true)
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml)
    expect(testsuites.testsuite).toMatchObject({ name: 'drill.east.crash-leader', tests: '5', failures: '1', errors: '1', time: '90.5' })
    expect(testsuites.testsuite.testcase.map(({ name, time }: { name: string; time?: string }) => [name, time])).toEqual([
      ['Crash the leader', '63.8'],
      ['detection', '41'],
      ['never two leaders', undefined],
      ['the fault is undone', undefined],
      ['afterwards leader-proven', undefined],
    ])
    expect(testsuites.testsuite.testcase[0].failure['#text']).toContain('“]]> & <b>')
  })

  it('A passed drill has no failure in its XML, and an aborted one is an error', () => {
    const after = [{ ...report.steadyState.after[0]!, state: 'holds' as const }]
    const over = (verdict: DrillReport['verdict']) => toDrillJunit({ ...report, verdict, steadyState: { before: [], after } })
    expect(over('passed')).toContain('failures="0" errors="0"')
    expect(over('aborted')).toContain('failures="0" errors="1"')
    expect(over('inconclusive')).toContain('failures="0" errors="1"')
  })

  it('Markdown has the verdict, the measures with their objective and the evidence, and no markup of others', () => {
    const text = toDrillMarkdown(report)
    expect(text).toContain('# Drill 3 of Orders \\<east\\> \\| a: failed')
    expect(text).toContain('| Recovery of the jobs | 63.8 s ± 120 ms | at most 60 s |')
    expect(text).toContain('| … detection | 41 s ± 100 ms | 26.7 s to 42 s |')
    expect(text).toContain('| 2026-12-01T10:00:10.000Z | fault-done jm1:8081 | host | 3 ms | jm1 |')
    expect(text).not.toContain('[x](')
  })
})
