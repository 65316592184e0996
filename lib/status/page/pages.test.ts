import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aComponent, aMaintenance, anIncident, aPublicCluster, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { toUptimeFormula } from '@/lib/status/model/uptime'
import type { PublicCluster } from '@/lib/status/model/public-cluster'
import { toShareCode } from '@/lib/status/model/share-code'
import type { StoredStatus } from '@/lib/status/model/stored-page'
import { toPublicPage } from '@/lib/status/model/to-public-page'
import { toDocument } from './document'
import { toEmbedDocument } from './embed-document'
import { html } from './html'
import { toGrowingParts, toTurningParts } from './live-parts'
import { liveScript } from './live-script'
import { toMissingDocument } from './missing-document'

const address = { base: '/status/streams', url: 'https://status.example.org/status/streams' }
const documentOf = (over: Partial<StoredStatus> = {}) => {
  const status = aStoredStatus(over)
  return toDocument(toPublicPage(status.pages[0]!, status, aMoment), aMoment, address)
}
const bodyOf = (text: string) => text.slice(text.indexOf('<body>'), text.indexOf('<script>'))

describe('status pages', () => {
  test('A status page is complete without script: sentence, services, table, history, formula and feeds', () => {
    const body = bodyOf(documentOf({ incidents: [anIncident()], maintenances: [aMaintenance()] }))
    for (const part of [
      'Order stream is operational.',
      'Order stream',
      '<table>',
      'Outage',
      'New disks',
      toUptimeFormula(10_000),
      'feed.atom',
      '34.1 s',
    ])
      expect(body).toContain(part)
  })

  test('A status page has at most 5 kB of script and only its own', () => {
    expect(Buffer.byteLength(liveScript)).toBeLessThanOrEqual(5_120)
    expect(documentOf().match(/<script/g)).toHaveLength(1)
    expect(documentOf()).not.toMatch(/\son\w+=|javascript:/)
  })

  test('A status page draws no day without data green', () => {
    const body = bodyOf(documentOf({ spans: new Map() }))
    expect(body.match(/<g data-state="unknown">/g)).toHaveLength(90)
    expect(body).not.toContain('<g data-state="operational">')
  })

  test('A status page with old data has no green mark, says since when and has a dashed frame', () => {
    const body = bodyOf(documentOf({ observedAt: { east: aMoment - 3 * 86_400_000 } }))
    expect(body).not.toMatch(/class="(?:mark|caps)" data-state="operational"(?!>.*<dd)/)
    expect(body).toContain('11 Mar 2026, 13:58 UTC')
    expect(body).toContain('id="stage" data-state="unknown"')
  })

  test('A status page escapes everything that was written for the public', () => {
    const evil = '"><script>alert(1)</script>'
    const text = documentOf({
      pages: [aStoredPage({ title: evil, description: evil, components: [aComponent({ name: evil, description: evil, group: evil })] })],
      incidents: [anIncident({ title: evil, updates: [{ id: 'u', status: 'resolved', body: evil, at: aMoment }] })],
      maintenances: [aMaintenance({ title: evil, body: evil })],
    })
    expect(text).not.toContain('<script>alert')
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  test('A status page says when a takeover is expected', () => {
    const lost = aPublicCluster({
      state: 'taking-over',
      leaderlessSince: aMoment - 12_000,
      expectedBetween: { earliest: aMoment + 20_000, latest: aMoment + 36_000 },
    })
    const body = bodyOf(documentOf({ clusters: new Map([['east', { clusterId: 'east', cluster: lost, since: aMoment - 6_000 }]]) }))
    expect(body).toContain('<h1>Order stream is down.</h1>')
    expect(body).toMatch(/Since <time[^>]*>13:58:03 UTC<\/time>\./)
    expect(body).toMatch(/Recovery is expected to start between <time[^>]*>13:58:35 UTC<\/time> and <time[^>]*>13:58:51 UTC<\/time>/)
  })
})

describe('words for customers', () => {
  const lost = (over: Partial<PublicCluster>) => new Map([['east', { clusterId: 'east', cluster: aPublicCluster(over), since: 0 }]])
  const open = anIncident({ resolvedAt: null, status: 'investigating', ledAgainAt: null })
  test.each<[string, Partial<StoredStatus>]>([
    ['that is well', {}],
    ['with a past', { incidents: [anIncident()], maintenances: [aMaintenance(), aMaintenance({ pageId: null, kind: 'drill' })] }],
    ['that is down', { clusters: lost({ state: 'no-leader', leaderlessSince: aMoment - 60_000 }), incidents: [open] }],
    ['that is interrupted', { clusters: lost({ state: 'taking-over', leaderlessSince: aMoment - 1_000 }) }],
    ['that is moved', { clusters: lost({ state: 'moving', leaderlessSince: aMoment - 1_000 }) }],
    ['without redundancy', { clusters: lost({ state: 'no-spare' }) }],
    ['without a backup', { clusters: lost({ state: 'no-standby' }) }],
    ['with old data', { observedAt: { east: aMoment - 60_000 } }],
    ['that was never observed', { clusters: new Map(), observedAt: {}, spans: new Map() }],
  ])('The words of a page %s reveal nothing of how the service is built outside Details', (_what, over) => {
    const body = bodyOf(documentOf(over)).replace(/<details.*?<\/details>/gs, '')
    const text = body.replace(/<title>|<[^>]*aria-label="|<[^>]+>/g, ' ')
    expect(text.match(/flink|zookeeper|quorum|leader|standby|takeover|taking over|session|nobody|somebody|serves/gi)).toBeNull()
  })
})

describe('live updates of a status page', () => {
  const viewOf = (ms: number) => {
    const spans = new Map([
      [
        'east',
        [
          { state: 'operational', from: aMoment - 100_000, to: aMoment - ms },
          { state: 'taking-over', from: aMoment - ms, to: aMoment },
        ] as const,
      ],
    ])
    const cluster = aPublicCluster({ state: 'taking-over', leaderlessSince: aMoment - ms })
    const status = aStoredStatus({
      spans,
      clusters: new Map([['east', { clusterId: 'east', cluster, since: 0 }]]),
      observedAt: { east: aMoment },
    })
    return toPublicPage(status.pages[0]!, status, aMoment)
  }

  test('A live update carries the uptime with the open outage, its bar and its table row', () => {
    const parts = toGrowingParts(viewOf(40_000))
    expect([parts['up-c7k2m9'], parts['day-c7k2m9']]).toEqual(['60.000 % over the 1 min measured (of 90 days)', 'down for 40 s'])
    expect(parts['bar-c7k2m9']).toContain('data-state="outage"')
    expect(toGrowingParts(viewOf(9_000))['up-c7k2m9'], 'a short leader change costs nothing').toContain('100 %')
  })

  test('Every part of a live update has an element on the page', () => {
    const page = viewOf(40_000)
    const text = toDocument(page, aMoment, address)
    for (const id of Object.keys({ ...toTurningParts(page, aMoment), ...toGrowingParts(page) })) expect(text).toContain(`id="${id}"`)
  })
})

test('The page offers badge and embed code whose title cannot break out of it', () => {
  const code = toShareCode('A "b" <c> [d]', 'https://status.example.org/status/streams')
  expect(code).toEqual({
    markdown: '[![A "b" <c> \\[d\\]](https://status.example.org/status/streams/badge.svg)](https://status.example.org/status/streams)',
    badge:
      '<a href="https://status.example.org/status/streams"><img src="https://status.example.org/status/streams/badge.svg" alt="A &quot;b&quot; &lt;c&gt; [d]" height="20"></a>',
    embed:
      '<iframe src="https://status.example.org/status/streams/embed" title="A &quot;b&quot; &lt;c&gt; [d]" width="100%" height="320" style="border:0"></iframe>',
  })
  expect(documentOf()).toContain('&lt;iframe src=&quot;https://status.example.org/status/streams/embed&quot;')
})

test('A missing page says so and nothing else', () => {
  expect(toMissingDocument()).toContain('<h1>This page does not exist or is not published.</h1>')
})

test('The embedded page is small and links to the full one', () => {
  const status = aStoredStatus()
  const text = toEmbedDocument(toPublicPage(status.pages[0]!, status, aMoment), aMoment, '/status/streams')
  expect(bodyOf(text)).toContain('href="/status/streams"')
  expect(bodyOf(text)).not.toContain('<svg class="bars"')
})

test('Markup comes only from the html tag, and interpolated text stays text', () => {
  expect(html`<b title="${'"<&'}">${['<i>', html`<u>${1}</u>`, null, false]}</b>`.text).toBe(
    '<b title="&quot;&lt;&amp;">&lt;i&gt;<u>1</u></b>',
  )
})
