import { expect, test } from 'vitest'
import { aMoment, aSnapshot, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { aSituation, type SituationName } from '@/lib/testing/situations'
import { deriveServingState } from './derive-serving-state'
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
])('%s is %s for the public', (name, state) => {
  expect(deriveServingState(aSituation(name), aMoment)).toBe(state)
})

test('a takeover that is ten seconds late is none any more', () => {
  const died = aSituation('leaderDied')
  const latest = Date.parse(died.takeover.expectedBetween!.latest)
  expect([deriveServingState(died, latest + 10_000), deriveServingState(died, latest + 10_001)]).toEqual(['taking-over', 'no-leader'])
})

test('without a serving quorum nobody takes over', () => {
  const died = aSituation('leaderDied')
  expect(deriveServingState({ ...died, quorum: { ...died.quorum, serving: false } }, aMoment)).toBe('no-leader')
})

test.each([
  [1, 'operational'],
  [0, 'no-spare'],
  [null, 'no-spare'],
])('with a spare of %s it is %s: what is not known is not claimed', (spare, state) => {
  const well = aSnapshot()
  expect(deriveServingState({ ...well, quorum: { ...well.quorum, spare } }, aMoment)).toBe(state)
})

test('a standby that is not proven in line counts for none', () => {
  const { aSnapshot: make, aMaster } = aSnapshotAt(aMoment)
  expect(
    deriveServingState(make({ jobManagers: [aMaster('jm1:8081', 'leader'), aMaster('jm2:8081', 'standby', { inLine: null })] }), aMoment),
  ).toBe('no-standby')
})

test('a source that is not live leaves nothing known, whatever the last verdict was', () => {
  const well = aSnapshot()
  expect(deriveServingState({ ...well, sources: { ...well.sources, zookeeper: { state: 'stale', lastHeardAt: null } } }, aMoment)).toBe(
    'unknown',
  )
})

test('the worst state wins, maintenance hides none, and of nothing nothing is known', () => {
  expect(deriveWorst(['operational', 'maintenance'])).toBe('maintenance')
  expect(deriveWorst(['maintenance', 'no-leader', 'operational'])).toBe('no-leader')
  expect(deriveWorst(['no-standby', 'unknown'])).toBe('unknown')
  expect(deriveWorst([])).toBe('unknown')
})
