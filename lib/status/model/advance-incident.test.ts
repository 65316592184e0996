import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { anIncident, aPublicCluster } from '@/lib/testing/a-status'
import { advanceIncident, type Circumstances } from './advance-incident'
import type { Incident } from './incident'
import type { PublicCluster } from './public-cluster'

const t = aMoment
const at = (seconds: number, over: Partial<Circumstances> = {}): Circumstances => ({
  now: t + seconds * 1000,
  isMaintenance: false,
  wasUnseen: false,
  ...over,
})
const lost = aPublicCluster({
  state: 'taking-over',
  leaderlessSince: t,
  expectedBetween: { earliest: t + 26_700, latest: t + 42_000 },
  phases: [
    { phase: 'process-gone', at: t + 40 },
    { phase: 'standby-leads', at: null },
    { phase: 'jobs-running', at: null },
  ],
})
const led: PublicCluster = aPublicCluster({
  phases: [
    { phase: 'process-gone', at: t + 40 },
    { phase: 'standby-leads', at: t + 34_100 },
    { phase: 'jobs-running', at: null },
  ],
})
const settled: PublicCluster = {
  ...led,
  phases: led.phases.map((one) => (one.phase === 'jobs-running' ? { ...one, at: t + 36_400 } : one)),
}

const open = (over: Partial<Incident> = {}): Incident =>
  anIncident({
    status: 'investigating',
    impact: 'major',
    startedAt: t,
    resolvedAt: null,
    ledAgainAt: null,
    updatedAt: t,
    phases: lost.phases,
    ...over,
  })

describe('an incident', () => {
  test('opens with the loss, from the moment of the loss, and says when a takeover is expected', () => {
    expect(advanceIncident(null, lost, at(0.3))).toEqual({
      incident: {
        title: 'Leader lost',
        status: 'investigating',
        impact: 'major',
        startedAt: t,
        resolvedAt: null,
        updatedAt: t + 300,
        ledAgainAt: null,
        isEndUnseen: false,
        phases: lost.phases,
      },
      updates: [
        {
          status: 'investigating',
          body: 'Nobody leads since 13:58:15 UTC. A standby is expected to take over between 13:58:41 UTC and 13:58:57 UTC.',
        },
      ],
    })
  })

  test('is not opened by anything that serves, nor by what is not known', () => {
    for (const state of ['operational', 'no-standby', 'no-spare', 'unknown'] as const)
      expect(advanceIncident(null, aPublicCluster({ state }), at(0))).toBeNull()
  })

  test('gets no update while nothing changes', () => {
    expect(advanceIncident(open(), lost, at(5))).toBeNull()
  })

  test('becomes critical when no takeover happens, once', () => {
    const stuck = { ...lost, state: 'no-leader' as const }
    const step = advanceIncident(open(), stuck, at(60))
    expect([step?.incident.impact, step?.updates.map(({ status }) => status)]).toEqual(['critical', ['identified']])
    expect(advanceIncident(open({ impact: 'critical', status: 'identified' }), stuck, at(61))).toBeNull()
  })

  test('is watched once somebody leads again, and tells how long nobody did', () => {
    const step = advanceIncident(open(), led, at(34.2))!
    expect([step.incident.status, step.incident.ledAgainAt, step.incident.resolvedAt]).toEqual(['monitoring', t + 34_100, null])
    expect(step.updates).toEqual([{ status: 'monitoring', body: 'A leader leads again since 13:58:49 UTC, after 34.1 s without one.' }])
  })

  test('ends when all work runs again, with the duration of it all', () => {
    const step = advanceIncident(open({ status: 'monitoring', ledAgainAt: t + 34_100, phases: led.phases }), settled, at(36.5))!
    expect([step.incident.status, step.incident.resolvedAt]).toEqual(['resolved', t + 36_500])
    expect(step.updates).toEqual([
      { status: 'resolved', body: 'Nobody led for 34.1 s. All work runs again since 13:58:51 UTC, 36.4 s after the leader was lost.' },
    ])
  })

  test('ends two minutes after the lead came back, also where no work is seen to run', () => {
    const watched = open({ status: 'monitoring', ledAgainAt: t + 1_000, phases: [] })
    expect(advanceIncident(watched, aPublicCluster(), at(120))).toBeNull()
    expect(advanceIncident(watched, aPublicCluster(), at(121))?.incident.status).toBe('resolved')
  })

  test('does not take the phases of an earlier takeover for its own', () => {
    const earlier = settled.phases.map((one) => ({ ...one, at: one.at === null ? null : one.at - 86_400_000 }))
    const step = advanceIncident(open({ phases: [] }), aPublicCluster({ phases: earlier }), at(2))!
    expect([step.incident.status, step.incident.ledAgainAt, step.incident.phases]).toEqual(['monitoring', t + 2_000, []])
  })

  test('goes on when the leader is lost again before all had settled', () => {
    const step = advanceIncident(open({ status: 'monitoring', ledAgainAt: t + 34_100 }), lost, at(50))!
    expect([step.incident.status, step.incident.ledAgainAt]).toEqual(['investigating', null])
  })

  test('stays open while nothing is known, and does not claim to know its end when nobody was looking', () => {
    expect(advanceIncident(open(), aPublicCluster({ state: 'unknown' }), at(60))).toBeNull()
    const step = advanceIncident(open({ phases: [] }), aPublicCluster(), at(7_200, { wasUnseen: true }))!
    expect([step.incident.isEndUnseen, step.incident.status]).toEqual([true, 'resolved'])
    expect(step.updates.map(({ body }) => body)).toEqual([
      'A leader was found again at 15:58:15 UTC. When it took over was not observed.',
      'How long nobody led is not known exactly.',
    ])
  })

  test('during maintenance it is told and weighs as maintenance', () => {
    expect(advanceIncident(null, lost, at(0, { isMaintenance: true }))?.incident).toMatchObject({
      title: 'Leader lost during maintenance',
      impact: 'maintenance',
    })
  })
})
