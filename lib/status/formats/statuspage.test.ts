import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aComponent, aMaintenance, anIncident, aPublicCluster, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { statuspageSchemas } from '@/lib/testing/statuspage-schema'
import type { StoredStatus } from '../model/stored-page'
import { toPublicPage } from '../model/to-public-page'
import { toComponentsJson, toIncidentsJson, toMaintenancesJson, toStatusJson, toSummaryJson } from './statuspage'

const ajv = addFormats.default(new Ajv({ allErrors: true, allowUnionTypes: true }))
const at = { now: aMoment, url: 'https://status.example.org/status/streams' }
const view = (over: Partial<StoredStatus> = {}) => {
  const status = aStoredStatus(over)
  return toPublicPage(status.pages[0]!, status, aMoment)
}

function expectShape(name: keyof typeof statuspageSchemas, value: unknown) {
  const isRight = ajv.validate(statuspageSchemas[name], JSON.parse(JSON.stringify(value)))
  expect(isRight ? [] : ajv.errors).toEqual([])
}

const busy = () =>
  view({
    pages: [
      aStoredPage({
        components: [aComponent(), aComponent({ id: 'd3', clusterId: 'west', name: 'Fraud rules', group: 'Inner', position: 2 })],
      }),
    ],
    incidents: [anIncident(), anIncident({ id: 'open1', status: 'investigating', resolvedAt: null, ledAgainAt: null })],
    maintenances: [
      aMaintenance(),
      aMaintenance({ id: 'run', startsAt: aMoment - 1, endsAt: aMoment + 1 }),
      aMaintenance({ id: 'over', startsAt: aMoment - 9, endsAt: aMoment - 1 }),
    ],
  })

describe('the shape of Statuspage’s answers', () => {
  test.each([
    ['that is calm', view],
    ['that is busy', busy],
    ['without observations', () => view({ clusters: new Map(), observedAt: {}, spans: new Map() })],
    ['without components', () => view({ pages: [aStoredPage({ components: [] })] })],
  ])('The answers have Statuspage’s shape for a page %s', (_name, make) => {
    const page = make()
    expectShape('summary', toSummaryJson(page, at))
    expectShape('status', toStatusJson(page, at))
    expectShape('components', toComponentsJson(page, at))
    for (const only of ['all', 'unresolved'] as const) expectShape('incidents', toIncidentsJson(page, at, only))
    for (const only of ['all', 'upcoming', 'active'] as const) expectShape('maintenances', toMaintenancesJson(page, at, only))
  })

  test('The Statuspage schema detects a word that Statuspage does not have', () => {
    const wrong = JSON.parse(JSON.stringify(toSummaryJson(busy(), at)))
    wrong.components[0].status = 'unknown'
    expect(ajv.validate(statuspageSchemas.summary, wrong)).toBe(false)
  })
})

test('The incident and maintenance lists contain what their names say', () => {
  const page = busy()
  expect(toIncidentsJson(page, at, 'unresolved').incidents.map(({ id }) => id)).toEqual(['open1'])
  expect(toMaintenancesJson(page, at, 'upcoming').scheduled_maintenances.map(({ id }) => id)).toEqual(['m3w6'])
  expect(toMaintenancesJson(page, at, 'active').scheduled_maintenances.map(({ id }) => id)).toEqual(['run'])
  expect(toSummaryJson(page, at).scheduled_maintenances.map(({ id }) => id)).toEqual(['run', 'm3w6'])
})

test.each([
  ['operational', 'none', 'operational'],
  ['no-spare', 'none', 'operational'],
  ['no-standby', 'none', 'operational'],
  ['unknown', 'minor', 'degraded_performance'],
  ['taking-over', 'critical', 'major_outage'],
  ['no-leader', 'critical', 'major_outage'],
] as const)('The state %s is the indicator %s and the component status %s in Statuspage’s words', (state, indicator, word) => {
  const cluster = aPublicCluster({ state, leaderlessSince: aMoment - 60_000 })
  const page = view({ clusters: new Map([['east', { clusterId: 'east', cluster, since: 0 }]]) })
  expect([toStatusJson(page, at).status.indicator, toComponentsJson(page, at).components[0]!.status]).toEqual([indicator, word])
})

test('Old data says how old it is and is shown as healthy nowhere', () => {
  const answer = toSummaryJson(view({ observedAt: { east: aMoment - 3 * 86_400_000 } }), at)
  expect(answer.understudy).toEqual({
    state: 'unknown',
    redundancy: 'unknown',
    sentence: 'No data for Order stream since 11 Mar 2026, 13:58 UTC.',
    observed_at: '2026-03-11T13:58:15.000Z',
    age_ms: 259_200_000,
    stale_after_ms: 10_000,
    is_stale: true,
  })
  expect([answer.status.indicator, answer.components[0]!.status]).toEqual(['minor', 'degraded_performance'])
})

test('Missing redundancy is shown beside the state and is no degradation', () => {
  const page = view({ clusters: new Map([['east', { clusterId: 'east', cluster: aPublicCluster({ state: 'no-spare' }), since: 0 }]]) })
  expect(toStatusJson(page, at)).toMatchObject({
    status: { indicator: 'none', description: 'Operational, no redundancy' },
    understudy: { state: 'operational', redundancy: 'no-redundancy' },
  })
  expect(toComponentsJson(page, at).components[0]).toMatchObject({
    status: 'operational',
    understudy: { state: 'operational', redundancy: 'no-redundancy', label: 'Operational, no redundancy' },
  })
})
