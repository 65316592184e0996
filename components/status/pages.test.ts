import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aComponent, aMaintenance, anIncident, aPublicCluster, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { uptimeFormula } from '@/lib/status/model/uptime'
import type { StoredStatus } from '@/lib/status/model/stored-page'
import { toPublicPage } from '@/lib/status/model/to-public-page'
import { toDocument } from './document'
import { toEmbedDocument } from './embed-document'
import { html } from './html'
import { liveScript } from './live-script'

const documentOf = (over: Partial<StoredStatus> = {}) => {
  const status = aStoredStatus(over)
  return toDocument(toPublicPage(status.pages[0]!, status, aMoment), aMoment, '/status/streams')
}
const bodyOf = (text: string) => text.slice(text.indexOf('<body>'), text.indexOf('<script>'))

describe('a page', () => {
  test('is complete without script: sentence, services, table, past, formula, feeds', () => {
    const body = bodyOf(documentOf({ incidents: [anIncident()], maintenances: [aMaintenance()] }))
    for (const part of [
      'Everything serves, and a standby is ready.',
      'Order stream',
      '<table>',
      'Leader lost',
      'New disks',
      uptimeFormula,
      'feed.atom',
      '34.1 s',
    ])
      expect(body).toContain(part)
  })

  test('has at most 5 kB of script, and nothing but that one', () => {
    expect(Buffer.byteLength(liveScript)).toBeLessThanOrEqual(5_120)
    expect(documentOf().match(/<script/g)).toHaveLength(1)
    expect(documentOf()).not.toMatch(/\son\w+=|javascript:/)
  })

  test('draws no day without data green', () => {
    const body = bodyOf(documentOf({ spans: new Map() }))
    expect(body.match(/<g data-state="unknown">/g)).toHaveLength(90)
    expect(body).not.toContain('<g data-state="operational">')
  })

  test('of old data has no mark that is green, says since when, and dashes its frame', () => {
    const body = bodyOf(documentOf({ observedAt: { east: aMoment - 3 * 86_400_000 } }))
    expect(body).not.toMatch(/class="(?:mark|caps)" data-state="operational"(?!>.*<dd)/)
    expect(body).toContain('11 Mar 2026, 13:58 UTC')
    expect(body).toContain('id="stage" data-state="unknown"')
  })

  test('escapes whatever was written for the public', () => {
    const evil = '"><script>alert(1)</script>'
    const text = documentOf({
      pages: [aStoredPage({ title: evil, description: evil, components: [aComponent({ name: evil, description: evil, group: evil })] })],
      incidents: [anIncident({ title: evil, updates: [{ id: 'u', status: 'resolved', body: evil, at: aMoment }] })],
      maintenances: [aMaintenance({ title: evil, body: evil })],
    })
    expect(text).not.toContain('<script>alert')
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  test('says when a takeover is expected', () => {
    const lost = aPublicCluster({
      state: 'taking-over',
      leaderlessSince: aMoment - 6_000,
      expectedBetween: { earliest: aMoment + 20_000, latest: aMoment + 36_000 },
    })
    const body = bodyOf(documentOf({ clusters: new Map([['east', { clusterId: 'east', cluster: lost, since: aMoment - 6_000 }]]) }))
    expect(body).toMatch(/Order stream lost its leader at <time[^>]*>13:58:09 UTC<\/time>. A standby is taking over./)
    expect(body).toMatch(/It is expected to lead between <time[^>]*>13:58:35 UTC<\/time> and <time[^>]*>13:58:51 UTC<\/time>/)
  })
})

test('the embedded page is small and links to the whole one', () => {
  const status = aStoredStatus()
  const text = toEmbedDocument(toPublicPage(status.pages[0]!, status, aMoment), aMoment, '/status/streams')
  expect(bodyOf(text)).toContain('href="/status/streams"')
  expect(bodyOf(text)).not.toContain('<svg class="bars"')
})

test('markup is made by html alone: text within it is always text', () => {
  expect(html`<b title="${'"<&'}">${['<i>', html`<u>${1}</u>`, null, false]}</b>`.text).toBe(
    '<b title="&quot;&lt;&amp;">&lt;i&gt;<u>1</u></b>',
  )
})
