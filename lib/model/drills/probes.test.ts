import { describe, expect, it } from 'vitest'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import type { ClusterSnapshot } from '../snapshot'
import { drillDocument } from './drill-document'
import { toDefaultDocument } from './default-document'
import { predictDrill } from './predict-drill'
import { drillProbe, judgeProbe, mayBeginDespite, type DrillProbe } from './probes'
import { drillScenarioIds } from './scenarios'

const { aSnapshot } = aSnapshotAt(aMoment)
const all = aSnapshot()
const judge = (probe: DrillProbe, snapshot: ClusterSnapshot = all) => judgeProbe(probe, { snapshot, evidence: [], now: aMoment }).state
const lost: ClusterSnapshot = { ...all, sources: { ...all.sources, zookeeper: { state: 'lost', lastHeardAt: null } } }
const noStandby: ClusterSnapshot = { ...all, jobManagers: all.jobManagers.filter(({ role }) => role === 'leader') }
const unread: ClusterSnapshot = {
  ...all,
  recovery: { ...all.recovery, provenance: { known: false, source: 'zookeeper', reason: 'not read', since: all.asOf } },
}

describe('the probes of a drill', () => {
  it('Every probe of a cluster in which all is well holds', () => {
    const wanted: DrillProbe[] = [
      { probe: 'leader-proven' },
      { probe: 'standbys-at-least', count: 1 },
      { probe: 'spare-at-least', count: 1 },
      { probe: 'all-jobs-running' },
      { probe: 'checkpoint-younger-than', ms: 60_000 },
      { probe: 'at-most-one-leader' },
    ]
    expect(wanted.map((probe) => [probe.probe, judge(probe)])).toEqual(wanted.map(({ probe }) => [probe, 'holds']))
    expect(wanted.length).toBe(drillProbe.options.length)
  })

  it('What is not known never holds', () => {
    expect(judge({ probe: 'leader-proven' }, lost)).toBe('unknown')
    expect(judge({ probe: 'standbys-at-least', count: 1 }, { ...noStandby, sources: lost.sources })).toBe('unknown')
    expect(judge({ probe: 'spare-at-least', count: 0 }, { ...all, quorum: { ...all.quorum, spare: null } })).toBe('unknown')
    expect(judge({ probe: 'all-jobs-running' }, unread)).toBe('unknown')
    expect(judge({ probe: 'checkpoint-younger-than', ms: 60_000 }, unread)).toBe('unknown')
  })

  it('Each probe breaks by what it is about', () => {
    expect(judge({ probe: 'leader-proven' }, { ...all, leader: null })).toBe('broken')
    expect(judge({ probe: 'standbys-at-least', count: 1 }, noStandby)).toBe('broken')
    expect(judge({ probe: 'spare-at-least', count: 5 })).toBe('broken')
    expect(judge({ probe: 'all-jobs-running' }, { ...all, taskManagers: { ...all.taskManagers, total: 0 } })).toBe('broken')
    expect(judge({ probe: 'checkpoint-younger-than', ms: 1_000 })).toBe('broken')
    const two = all.jobManagers.map((jm) => ({ ...jm, role: 'leader' as const }))
    expect(judge({ probe: 'at-most-one-leader' }, { ...all, jobManagers: two })).toBe('broken')
  })

  it('No words begin a drill without a proven leader or a standby', () => {
    expect(mayBeginDespite({ probe: 'leader-proven' })).toBe(false)
    expect(mayBeginDespite({ probe: 'standbys-at-least', count: 1 })).toBe(false)
    expect(mayBeginDespite({ probe: 'spare-at-least', count: 1 })).toBe(true)
  })
})

describe('the document of a drill', () => {
  it('The default document of every scenario is valid, and its deadline covers its objective and the prediction', () => {
    for (const scenario of drillScenarioIds) {
      const prediction = predictDrill({ scenario, snapshot: all, measured: null, now: aMoment })
      const made = toDefaultDocument(scenario, all, prediction, null)
      expect(drillDocument.parse(JSON.parse(JSON.stringify(made)))).toEqual(made)
      expect(made.deadlineMs).toBeGreaterThanOrEqual(made.objective.recoveryMs)
      expect(made.deadlineMs).toBeGreaterThan(prediction.phases[0]?.window?.latestMs ?? 0)
    }
  })

  it('A document with another target than its scenario breaks, an unknown probe or a further field is refused', () => {
    const made = toDefaultDocument(
      'crash-leader',
      all,
      predictDrill({ scenario: 'crash-leader', snapshot: all, measured: null, now: aMoment }),
      60_000,
    )
    const isRefused = (over: object) => !drillDocument.safeParse({ ...made, ...over }).success
    expect(isRefused({})).toBe(false)
    expect(isRefused({ target: 'first-standby' })).toBe(true)
    expect(isRefused({ steadyState: [{ probe: 'all-is-well' }] })).toBe(true)
    expect(isRefused({ rollback: 'never' })).toBe(true)
    expect(isRefused({ command: 'rm' })).toBe(true)
    expect(isRefused({ objective: { recoveryMs: 60_000, overlapMs: 5 } })).toBe(true)
  })

  it('The prediction sums its phases, and is not known where one of them is not', () => {
    const predict = (snapshot: ClusterSnapshot) => predictDrill({ scenario: 'crash-leader', snapshot, measured: null, now: aMoment })
    const windowMs = { earliest: 4_000, latest: 8_000 }
    const known = predict({ ...all, takeover: { ...all.takeover, windowMs } })
    expect(known.total).toEqual({ earliestMs: 4_400, latestMs: 17_000 })
    expect(known.sentence).toMatch(/^(The job pauses|Jobs pause) for 4–17 s and replays? at most /)
    expect(predict({ ...all, takeover: { ...all.takeover, windowMs: null } }).total).toBeNull()
    const here = predictDrill({ scenario: 'stop-leader', snapshot: all, measured: { leadsMs: 600, runningMs: 1_600 }, now: aMoment })
    expect(here.phases[2]?.window).toEqual({ earliestMs: 500, latestMs: 2_500 })
  })
})
