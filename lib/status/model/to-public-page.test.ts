import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aComponent, aMaintenance, anIncident, aPublicCluster, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { staleAfterMs } from './freshness'
import { toLists } from './lists'
import { toAddition, toPageSentence } from './page-words'
import type { StoredStatus } from './stored-page'
import type { PublicCluster } from './public-cluster'
import { toStateLabel, type PublicState } from './public-state'
import { toPublicPage } from './to-public-page'

const page = (over: Partial<StoredStatus> = {}, now = aMoment) => {
  const status = aStoredStatus(over)
  return toPublicPage(status.pages[0]!, status, now)
}

const only = (over: Partial<PublicCluster>): StoredStatus['clusters'] =>
  new Map([['east', { clusterId: 'east', cluster: aPublicCluster(over), since: 0 }]])
const lostFor = (ms: number, over: Partial<PublicCluster> = {}) =>
  only({ state: 'taking-over', leaderlessSince: aMoment - ms, isWorking: null, ...over })

describe('a public page', () => {
  test('A page with fresh data shows its state', () => {
    expect([page().state, toPageSentence(page(), aMoment)]).toEqual(['operational', 'Order stream is operational.'])
  })

  test.each([staleAfterMs, 3_600_000, 3 * 86_400_000])(
    'A page whose data is %s ms old is unknown, says since when and claims no standby',
    (age) => {
      const old = page({ observedAt: { east: aMoment - age - 1 } })
      expect([old.state, old.components[0]!.standbys, old.components[0]!.spare, old.components[0]!.isStale]).toEqual([
        'unknown',
        null,
        null,
        true,
      ])
      expect(toPageSentence(old, aMoment)).toContain('No data for Order stream since ')
    },
  )

  test('A page with data from three days ago names the day', () => {
    expect(toPageSentence(page({ observedAt: { east: aMoment - 3 * 86_400_000 } }), aMoment)).toBe(
      'No data for Order stream since 11 Mar 2026, 13:58 UTC.',
    )
  })

  test('A page of a cluster that was never observed claims nothing', () => {
    const never = page({ clusters: new Map(), observedAt: {}, spans: new Map() })
    expect([never.state, never.observedAt, never.components[0]!.uptime.ratio]).toEqual(['unknown', null, null])
  })

  test('A page with one lost and one healthy cluster shows the worse state', () => {
    const lost = aPublicCluster({ state: 'no-leader', leaderlessSince: aMoment - 60_000 })
    const two = page({
      pages: [aStoredPage({ components: [aComponent(), aComponent({ id: 'd2', clusterId: 'west', name: 'Fraud rules' })] })],
      clusters: new Map([
        ['east', { clusterId: 'east', cluster: aPublicCluster(), since: 0 }],
        ['west', { clusterId: 'west', cluster: lost, since: aMoment - 60_000 }],
      ]),
      observedAt: { east: aMoment, west: aMoment },
    })
    expect([two.state, toPageSentence(two, aMoment)]).toEqual(['outage', 'Fraud rules is down. Since 13:57:15 UTC.'])
  })
})

describe('maintenance on a public page', () => {
  const running = aMaintenance({ startsAt: aMoment - 1_000, endsAt: aMoment + 1_000 })

  test('Maintenance is shown while everything is served', () => {
    expect(page({ maintenances: [running] }).state).toBe('maintenance')
  })

  test.each<[string, Partial<PublicCluster>, PublicState]>([
    ['an outage', { state: 'no-leader', leaderlessSince: aMoment - 10_000 }, 'outage'],
    ['an unknown state', { state: 'unknown' }, 'unknown'],
    ['work that does not run', { isWorking: false }, 'degraded'],
  ])('Maintenance does not hide %s', (_what, over, state) => {
    expect(page({ maintenances: [running], clusters: only(over) }).state).toBe(state)
  })

  test('Maintenance of another page is not shown, and a drill is on every page with its cluster', () => {
    expect(page({ maintenances: [aMaintenance({ pageId: 'other' })] }).maintenances).toEqual([])
    expect(page({ maintenances: [aMaintenance({ pageId: null, kind: 'drill' })] }).maintenances).toMatchObject([
      { kind: 'drill', componentIds: ['c7k2m9'] },
    ])
  })
})

test('An incident of a cluster or page that is not this page’s is not shown', () => {
  expect(
    page({
      incidents: [
        anIncident({ clusterId: 'west' }),
        anIncident({ clusterId: null, pageId: 'other' }),
        anIncident({ clusterId: null, pageId: 'p1', id: 'mine' }),
      ],
    }).incidents.map(({ id }) => id),
  ).toEqual(['mine'])
})

describe('the state of a service', () => {
  test.each<[string, StoredStatus['clusters'], PublicState, string | null]>([
    ['a leader change below the threshold is no outage, and nothing is called operational', lostFor(9_999), 'degraded', 'leader-change'],
    ['from the threshold on it is an outage', lostFor(10_000), 'outage', null],
    ['a lead that the console moves is maintenance below it', lostFor(9_999, { state: 'moving' }), 'maintenance', 'planned-change'],
    ['and an outage beyond it', lostFor(10_000, { state: 'moving' }), 'outage', null],
    ['jobs that stand still are told', only({ isWorking: false }), 'degraded', 'work-missing'],
    ['work of which nothing is known is no fault', only({ isWorking: null }), 'operational', null],
  ])('The state of a service is derived by the rule: %s', (_rule, clusters, state, cause) => {
    const { components } = page({ clusters })
    expect([components[0]?.state, components[0]?.cause]).toEqual([state, cause])
  })

  test('A change that the console began stays planned after its operation ended', () => {
    const spans = new Map([
      [
        'east',
        [
          { state: 'operational', from: aMoment - 60_000, to: aMoment - 4_000 },
          { state: 'moving', from: aMoment - 4_000, to: aMoment - 2_000 },
          { state: 'taking-over', from: aMoment - 2_000, to: aMoment - 1_000 },
        ] as const,
      ],
    ])
    expect(page({ clusters: lostFor(4_000), spans }).components[0]).toMatchObject({ state: 'maintenance', cause: 'planned-change' })
  })

  test('A service under a new leader is recovering until its jobs were seen running', () => {
    const open = (at: number | null) =>
      page({ incidents: [anIncident({ status: 'monitoring', resolvedAt: null, phases: [{ phase: 'jobs-running', at }] })] }).components[0]
    expect([open(null)?.cause, open(aMoment)?.cause]).toEqual(['recovering', null])
  })

  test.each([
    ['no-spare', 'Operational, no redundancy', 'Order stream has no redundancy.'],
    ['no-standby', 'Operational, no backup available', 'No backup of Order stream is available right now.'],
  ] as const)('A service with %s is operational and names the missing redundancy separately', (state, label, addition) => {
    const weak = page({ clusters: only({ state }) })
    expect([weak.state, toStateLabel(weak), toStateLabel(weak.components[0]!), toAddition(weak)]).toEqual([
      'operational',
      label,
      label,
      [addition],
    ])
  })
})

test('Every incident and maintenance is in exactly one list at any time', () => {
  const all = page({
    incidents: [
      anIncident({ id: 'open', resolvedAt: null }),
      ...Array.from({ length: 8 }, (_, i) =>
        anIncident({ id: `i${i}`, startedAt: aMoment - i * 9_000_000, resolvedAt: aMoment - i * 9_000_000 + 1_000 }),
      ),
    ],
    maintenances: [
      aMaintenance(),
      aMaintenance({ id: 'runs', startsAt: aMoment - 1, endsAt: aMoment + 1 }),
      aMaintenance({ id: 'over', startsAt: aMoment - 9_000, endsAt: aMoment - 1_000 }),
    ],
  })
  for (const later of [0, 86_000_000, 86_399_999, 86_400_000, 86_401_000]) {
    const { open, planned, recent, past } = toLists(all, aMoment + later)
    const ids = [...open, ...planned, ...recent.map(({ item: told }) => told), ...past.map(({ item: told }) => told)].map(({ id }) => id)
    expect(ids.sort()).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'm3w6', 'open', 'over', 'runs'])
    expect(recent.length).toBeLessThanOrEqual(5)
  }
})

test('An outage counts from its first moment on, even between two pulses', () => {
  const lostAt = aMoment - 400
  const spans = new Map([
    [
      'east',
      [
        { state: 'operational', from: aMoment - 10_000, to: lostAt },
        { state: 'taking-over', from: lostAt, to: lostAt },
      ] as const,
    ],
  ])
  const clusters = lostFor(400)
  const at = { pages: [aStoredPage({ thresholdMs: 0 })], clusters, spans, observedAt: { east: lostAt } }
  expect(page(at).components[0]).toMatchObject({ state: 'outage', uptime: { leaderlessMs: 400, observedMs: 10_000 } })
  expect(page(at, aMoment + 60_000).components[0]?.uptime, 'what is old is not counted on').toMatchObject({
    leaderlessMs: 0,
    observedMs: 9_600,
  })
})
