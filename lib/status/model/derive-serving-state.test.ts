import { describe, expect, test } from 'vitest'
import { aMoment, aSnapshot, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { aSituation, type SituationName } from '@/lib/testing/situations'
import { died as diedDays } from '@/lib/testing/situations-bad-days'
import { aWatchedCluster } from '@/lib/testing/watched/a-watched-cluster'
import type { Watched } from '@/lib/testing/watched/watched'
import { deriveServingState, deriveWorking } from './derive-serving-state'
import { deriveWorst } from './public-state'

test.each<[SituationName, string]>([
  ['allIsWell', 'operational'],
  ['emptyNoJobs', 'operational'],
  ['afterOutage', 'operational'],
  ['leaderDied', 'taking-over'],
  ['masterFrozen', 'taking-over'],
  ['noStandby', 'no-standby'],
  ['brokenPointer', 'no-standby'],
  ['zookeeperLost', 'unknown'],
  ['justStarted', 'unknown'],
  ['notHa', 'unknown'],
])('The situation %s is publicly %s', (name, state) => {
  expect(deriveServingState(aSituation(name), aMoment)).toBe(state)
})

test('A takeover more than ten seconds late is no longer called a takeover', () => {
  const died = aSituation('leaderDied')
  const latest = Date.parse(died.takeover.expectedBetween!.latest)
  expect([deriveServingState(died, latest + 10_000), deriveServingState(died, latest + 10_001)]).toEqual(['taking-over', 'no-leader'])
})

test('A cluster without a serving quorum has no leader, not a takeover', () => {
  const died = aSituation('leaderDied')
  expect(deriveServingState({ ...died, quorum: { ...died.quorum, serving: false } }, aMoment)).toBe('no-leader')
})

test.each([
  [1, 'operational'],
  [0, 'no-spare'],
  [null, 'no-spare'],
])('A spare of %s gives the state %s', (spare, state) => {
  const well = aSnapshot()
  expect(deriveServingState({ ...well, quorum: { ...well.quorum, spare } }, aMoment)).toBe(state)
})

test('A standby that is not proven in line is not counted', () => {
  const { aSnapshot: make, aMaster } = aSnapshotAt(aMoment)
  expect(
    deriveServingState(make({ jobManagers: [aMaster('jm1:8081', 'leader'), aMaster('jm2:8081', 'standby', { inLine: null })] }), aMoment),
  ).toBe('no-standby')
})

test('A source that is not live makes the state unknown, whatever the last verdict was', () => {
  const well = aSnapshot()
  expect(deriveServingState({ ...well, sources: { ...well.sources, zookeeper: { state: 'stale', lastHeardAt: null } } }, aMoment)).toBe(
    'unknown',
  )
})

test('The worst state wins, maintenance hides none, and an empty page is unknown', () => {
  expect(deriveWorst(['operational', 'maintenance'])).toBe('maintenance')
  expect(deriveWorst(['maintenance', 'outage', 'operational'])).toBe('outage')
  expect(deriveWorst(['degraded', 'unknown'])).toBe('unknown')
  expect(deriveWorst([])).toBe('unknown')
})

describe('a lead that the console moves', () => {
  const died = aSituation('leaderDied')
  const lostAt = Date.parse(died.takeover.since!)
  const operation = (kind: string, startedAt: number, stops?: string) => ({
    id: 'o1',
    kind,
    stops,
    target: null,
    step: 'Stops the leader',
    startedAt: new Date(startedAt).toISOString(),
    by: 'Ada',
  })

  test.each<[string, string, number, string, string?]>([
    ['one that moves leaders', 'hand-over', lostAt - 500, 'moving'],
    ['one that stops a leader on purpose', 'rolling-restart-jobmanagers', lostAt - 60_000, 'moving', 'jm1:8081'],
    ['one that stops a standby meanwhile', 'rolling-restart-jobmanagers', lostAt - 60_000, 'taking-over', 'jm2:8081'],
    ['one that moves no leader', 'start-taskmanager', lostAt - 500, 'taking-over'],
    ['one that only followed the loss', 'fenced-takeover', lostAt + 2_001, 'taking-over'],
    ['one that answered the loss at once', 'fenced-takeover', lostAt + 500, 'taking-over'],
    ['one of an unknown kind', 'else', lostAt - 500, 'taking-over'],
  ])('A lost leader’s state is derived from the running operation: %s', (_what, kind, startedAt, state, stops) => {
    const running = operation(kind, startedAt, stops)
    const looks = diedDays.map(([ago, watched]): [number, Watched] => [
      ago,
      { ...watched, over: { ...watched.over, operation: aMoment - ago * 1_000 >= startedAt ? running : null } },
    ])
    expect(deriveServingState(aWatchedCluster(aMoment, looks), aMoment)).toBe(state)
  })
})

test.each<[SituationName, boolean | null]>([
  ['allIsWell', true],
  ['emptyNoJobs', true],
  ['afterOutage', true],
  ['leaderDied', null],
])('The work in the situation %s is known to run: %s', (name, isWorking) => {
  expect(deriveWorking(aSituation(name))).toBe(isWorking)
})

test.each(['recovering', 'degraded', 'jobs-down'] as const)('Work that is %s is reported as not running', (level) => {
  expect(deriveWorking({ present: { level, sentence: null, reasons: [] } })).toBe(false)
})
