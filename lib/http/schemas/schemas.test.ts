import { describe, expect, test } from 'vitest'
import type { PublisherHeartbeat } from '@/lib/observer/published'
import { aConfigurationView } from '@/lib/testing/a-configuration-view'
import { aSituation, aSummary, situations, type SituationName } from '@/lib/testing/situations'
import { aZnode } from '@/lib/testing/a-fake-console'
import { configuration } from '@/lib/model/schemas/configuration'
import { beat } from '@/lib/model/schemas/events'
import { znode } from '@/lib/model/schemas/znode'
import { clusterSnapshot, clusterSummary } from '@/lib/model/schemas/cluster-snapshot'

describe('the named situations', () => {
  test.each(Object.keys(situations) as SituationName[])('The situation %s matches the API schema exactly', (name) => {
    const snapshot = aSituation(name)
    expect(clusterSnapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(JSON.parse(JSON.stringify(snapshot)))
    const summary = aSummary(snapshot)
    expect(clusterSummary.parse(summary)).toEqual(summary)
  })
})

test('A snapshot with a value outside of the model is rejected', () => {
  const snapshot = aSituation('allIsWell')
  expect(clusterSnapshot.safeParse({ ...snapshot, verdict: { ...snapshot.verdict, level: 'fine' } }).success).toBe(false)
  expect(clusterSnapshot.safeParse({ ...snapshot, sources: { ...snapshot.sources, hosts: undefined } }).success).toBe(false)
  expect(clusterSnapshot.safeParse({ ...snapshot, asOf: 'yesterday' }).success).toBe(false)
})

test('A configuration matches the API schema and hides secrets', () => {
  const view = aConfigurationView()
  expect(configuration.parse(view)).toEqual(view)
  expect(view.counts.errors).toBeGreaterThan(0)
  expect(view.fixed.length).toBeGreaterThan(0)
  expect(JSON.stringify(view)).not.toContain('not-to-be-shown')
})

test('A znode and a beat match the API schema', () => {
  const aBeat: PublisherHeartbeat = { now: '2026-03-14T13:58:15.000Z', epoch: 'e1', revision: 3, lastHeardAt: { zookeeper: null } }
  expect(beat.parse(aBeat)).toEqual(aBeat)
  expect(znode.parse(aZnode('leader/latch'))).toEqual(aZnode('leader/latch'))
})
