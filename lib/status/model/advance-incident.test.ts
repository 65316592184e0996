import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { anIncident, aPublicCluster } from '@/lib/testing/a-status'
import { advanceIncident, type Circumstances } from './advance-incident'
import type { Incident } from './incident'
import type { PublicCluster, PublicPhase } from './public-cluster'

const t = aMoment
const at = (seconds: number, over: Partial<Circumstances> = {}): Circumstances => ({
  now: t + seconds * 1000,
  name: 'Order stream',
  thresholdMs: 10_000,
  isMaintenance: false,
  wasUnseen: false,
  lostBefore: null,
  ...over,
})
const names = [
  'process-gone',
  'session-ended',
  'standby-leads',
  'rest-answers',
  'task-managers',
  'jobs-running',
  'first-checkpoint',
] as const
/** Seconds after `t` at which each phase was reached, in their order. */
const phases = (...seconds: (number | null)[]): PublicPhase[] =>
  names.map((phase, i) => ({ phase, at: seconds[i] === undefined || seconds[i] === null ? null : t + seconds[i] * 1000 }))

const lost = aPublicCluster({
  state: 'taking-over',
  leaderlessSince: t,
  isWorking: null,
  expectedBetween: { earliest: t + 26_700, latest: t + 42_000 },
  phases: phases(0.04),
})
const led = (...seconds: (number | null)[]): PublicCluster => aPublicCluster({ ledSince: t + 34_100, phases: phases(...seconds) })
const toLead = [0.04, 33.9, 34.1] as const

const open = (over: Partial<Incident> = {}): Incident =>
  anIncident({
    status: 'investigating',
    startedAt: t,
    lostAt: t,
    downMs: 0,
    resolvedAt: null,
    ledAgainAt: null,
    updatedAt: t,
    phases: lost.phases,
    ...over,
  })
const watched = (over: Partial<Incident> = {}): Incident =>
  open({ status: 'monitoring', ledAgainAt: t + 34_100, downMs: 34_100, phases: phases(...toLead), ...over })

describe('advanceIncident', () => {
  test('An incident opens when a leader change reaches the threshold, with the moment of the loss', () => {
    expect(advanceIncident(null, lost, at(9.999))).toBeNull()
    expect(advanceIncident(null, lost, at(10))).toEqual({
      isNew: true,
      incident: {
        title: 'Outage',
        status: 'investigating',
        impact: 'major',
        startedAt: t,
        lostAt: t,
        downMs: 0,
        resolvedAt: null,
        updatedAt: t + 10_000,
        ledAgainAt: null,
        isEndUnseen: false,
        phases: lost.phases,
      },
      updates: [
        {
          status: 'investigating',
          body: 'Order stream is down since 13:58:15 UTC. An automatic recovery is expected to start between 13:58:41 UTC and 13:58:57 UTC.',
        },
      ],
    })
  })

  test('A new incident has reached no phase, even after an earlier takeover', () => {
    const earlier = { ...lost, phases: phases(-60, -59, -58, -57, -56, -55, -54) }
    expect(advanceIncident(null, earlier, at(10))?.incident.phases).toEqual(phases())
  })

  test('A serving or unknown state opens no incident', () => {
    for (const state of ['operational', 'no-standby', 'no-spare', 'unknown'] as const)
      expect(advanceIncident(null, aPublicCluster({ state }), at(60))).toBeNull()
  })

  test('An incident is opened afterwards when the threshold was reached between two looks', () => {
    const end = (ms: number) => advanceIncident(null, aPublicCluster({ ledSince: t + ms }), at(12, { lostBefore: t }))
    expect(end(9_999)).toBeNull()
    expect(end(10_200)).toMatchObject({
      isNew: true,
      incident: { startedAt: t, ledAgainAt: t + 10_200, downMs: 10_200, status: 'monitoring', resolvedAt: null },
      updates: [
        { status: 'monitoring', body: 'Order stream was down until 13:58:25 UTC, for 10.2 s. Its work is not confirmed to run yet.' },
      ],
    })
  })

  test('An incident gets no update while nothing changes', () => {
    expect(advanceIncident(open(), lost, at(15))).toBeNull()
  })

  test('An incident becomes critical once when no takeover happens', () => {
    const stuck = { ...lost, state: 'no-leader' as const }
    const step = advanceIncident(open(), stuck, at(60))
    expect([step?.incident.impact, step?.updates.map(({ status }) => status)]).toEqual(['critical', ['identified']])
    expect(advanceIncident(open({ impact: 'critical', status: 'identified' }), stuck, at(61))).toBeNull()
  })

  test('An incident turns to monitoring with the downtime once a JobManager leads', () => {
    const step = advanceIncident(open(), led(...toLead), at(34.2))!
    expect(step.incident).toMatchObject({ status: 'monitoring', ledAgainAt: t + 34_100, downMs: 34_100, resolvedAt: null })
    expect(step.updates).toEqual([
      { status: 'monitoring', body: 'Order stream was down until 13:58:49 UTC, for 34.1 s. Its work is not confirmed to run yet.' },
    ])
  })

  test('An incident stays open until all work runs and resolves with its last phase', () => {
    const running = advanceIncident(watched(), led(...toLead, 34.7, 35, 36.4), at(36.5))!
    expect([running.incident.resolvedAt, running.updates]).toEqual([null, []])
    const step = advanceIncident(watched(running.incident), led(...toLead, 34.7, 35, 36.4, 77), at(77.1))!
    expect([step.incident.status, step.incident.resolvedAt]).toEqual(['resolved', t + 77_100])
    expect(step.updates).toEqual([
      {
        status: 'resolved',
        body: 'Order stream was down until 13:58:49 UTC, for 34.1 s. All work runs again since 13:58:51 UTC, 36.4 s after the outage began.',
      },
    ])
  })

  test('An incident resolves at the latest ten minutes after a JobManager leads and names the unseen phases', () => {
    expect(advanceIncident(watched(), led(...toLead), at(634))).toBeNull()
    const step = advanceIncident(watched(), led(...toLead), at(634.1))!
    expect(step.updates).toEqual([
      {
        status: 'resolved',
        body: 'Order stream was down until 13:58:49 UTC, for 34.1 s. Not seen within 10 min: the service answering, its workers, all work running, the first checkpoint.',
      },
    ])
  })

  test('A resolved incident records late phases without an update', () => {
    const over = watched({ status: 'resolved', resolvedAt: t + 634_100 })
    const step = advanceIncident(over, led(...toLead, 700, 701, 702, 703), at(703))!
    expect([step.isNew, step.updates, step.incident.phases, step.incident.resolvedAt]).toEqual([
      false,
      [],
      phases(...toLead, 700, 701, 702, 703),
      t + 634_100,
    ])
    expect(advanceIncident(over, led(...toLead), at(700)), 'nothing new').toBeNull()
  })

  test('A resolved incident is not reopened, and the next outage has its own', () => {
    const over = watched({ status: 'resolved', resolvedAt: t + 634_100 })
    const next = { ...lost, leaderlessSince: t + 700_000 }
    expect(advanceIncident(over, next, at(715))).toMatchObject({ isNew: true, incident: { startedAt: t + 700_000, phases: phases() } })
  })

  test('An incident adds up its downtime and restarts its phases when the leader is lost again before recovery', () => {
    const again = { ...lost, leaderlessSince: t + 50_000, phases: phases(50.1) }
    expect(advanceIncident(watched(), again, at(55)), 'a short leader change is no outage here either').toBeNull()
    const step = advanceIncident(watched(), again, at(60))!
    expect(step).toMatchObject({
      isNew: false,
      incident: { status: 'investigating', startedAt: t, lostAt: t + 50_000, downMs: 34_100, ledAgainAt: null, phases: phases(50.1) },
      updates: [{ body: 'Order stream is down again since 13:59:05 UTC, before it had fully recovered.' }],
    })
    const back = aPublicCluster({ ledSince: t + 70_000, phases: phases(50.1, 69, 70) })
    expect(advanceIncident(open(step.incident), back, at(70.1))?.incident).toMatchObject({ ledAgainAt: t + 70_000, downMs: 54_100 })
  })

  test('An incident keeps its reached phases through a short leader change', () => {
    const reached = watched({ phases: phases(null, 33.9, 34.1, 34.7, 35, 36.4) })
    const after = aPublicCluster({ ledSince: t + 101_000, phases: phases(100.1, 100.8, 101, 102, 102, 102, 103) })
    expect(advanceIncident(reached, after, at(104))?.incident.phases).toEqual(phases(null, 33.9, 34.1, 34.7, 35, 36.4, 103))
  })

  test('An incident stays open while the state is unknown, and an unobserved end is reported as such', () => {
    expect(advanceIncident(open(), aPublicCluster({ state: 'unknown' }), at(60))).toBeNull()
    const step = advanceIncident(open({ phases: [] }), aPublicCluster(), at(7_200, { wasUnseen: true }))!
    expect([step.incident.isEndUnseen, step.incident.status, step.updates]).toEqual([
      true,
      'monitoring',
      [
        {
          status: 'monitoring',
          body: 'Order stream was down from 13:58:15 UTC. It was found up at 15:58:15 UTC; when the outage ended was not observed. Its work is not confirmed to run yet.',
        },
      ],
    ])
  })

  test('An incident during maintenance is titled and weighted as maintenance', () => {
    expect(advanceIncident(null, lost, at(10, { isMaintenance: true }))?.incident).toMatchObject({
      title: 'Outage during maintenance',
      impact: 'maintenance',
    })
  })
})
