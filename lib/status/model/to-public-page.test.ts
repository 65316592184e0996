import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aComponent, aMaintenance, anIncident, aPublicCluster, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { staleAfterMs } from './freshness'
import { toPageSentence } from './page-words'
import type { StoredStatus } from './stored-page'
import { toPublicPage } from './to-public-page'

const page = (over: Partial<StoredStatus> = {}, now = aMoment) => {
  const status = aStoredStatus(over)
  return toPublicPage(status.pages[0]!, status, now)
}

describe('a page', () => {
  test('whose data is new says what it is', () => {
    expect([page().state, toPageSentence(page(), aMoment)]).toEqual(['operational', 'Everything serves, and a standby is ready.'])
  })

  test.each([staleAfterMs, 3_600_000, 3 * 86_400_000])(
    'whose data is %s ms old is unknown, says since when, and claims no standby',
    (age) => {
      const old = page({ observedAt: { east: aMoment - age - 1 } })
      expect([old.state, old.components[0]!.standbys, old.components[0]!.spare, old.components[0]!.isStale]).toEqual([
        'unknown',
        null,
        null,
        true,
      ])
      expect(toPageSentence(old, aMoment)).toContain('Order stream: no data since ')
    },
  )

  test('three days old names the day', () => {
    expect(toPageSentence(page({ observedAt: { east: aMoment - 3 * 86_400_000 } }), aMoment)).toBe(
      'Order stream: no data since 11 Mar 2026, 13:58 UTC.',
    )
  })

  test('of a cluster that was never observed claims nothing', () => {
    const never = page({ clusters: new Map(), observedAt: {}, spans: new Map() })
    expect([never.state, never.observedAt, never.components[0]!.uptime.ratio]).toEqual(['unknown', null, null])
  })

  test('with one lost and one well cluster says the worse', () => {
    const lost = aPublicCluster({ state: 'no-leader', leaderlessSince: aMoment - 60_000 })
    const two = page({
      pages: [aStoredPage({ components: [aComponent(), aComponent({ id: 'd2', clusterId: 'west', name: 'Fraud rules' })] })],
      clusters: new Map([
        ['east', { clusterId: 'east', cluster: aPublicCluster(), since: 0 }],
        ['west', { clusterId: 'west', cluster: lost, since: aMoment - 60_000 }],
      ]),
      observedAt: { east: aMoment, west: aMoment },
    })
    expect([two.state, toPageSentence(two, aMoment)]).toEqual([
      'no-leader',
      'Fraud rules has no leader since 13:57:15 UTC, and nobody is taking over.',
    ])
  })
})

describe('maintenance', () => {
  const running = aMaintenance({ startsAt: aMoment - 1_000, endsAt: aMoment + 1_000 })

  test('is shown where all serves', () => {
    expect(page({ maintenances: [running] }).state).toBe('maintenance')
  })

  test.each(['no-leader', 'taking-over', 'unknown', 'no-standby', 'no-spare'] as const)('does not hide %s', (state) => {
    expect(
      page({ maintenances: [running], clusters: new Map([['east', { clusterId: 'east', cluster: aPublicCluster({ state }), since: 0 }]]) })
        .state,
    ).toBe(state)
  })

  test('of another page is not on this one, and a drill is on each page with its cluster', () => {
    expect(page({ maintenances: [aMaintenance({ pageId: 'other' })] }).maintenances).toEqual([])
    expect(page({ maintenances: [aMaintenance({ pageId: null, kind: 'drill' })] }).maintenances).toMatchObject([
      { kind: 'drill', componentIds: ['c7k2m9'] },
    ])
  })
})

test('an incident of a cluster that is not on the page, or by hand on another page, is not shown', () => {
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
