import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aMaintenance, anIncident, aStoredPage, aStoredStatus } from '@/lib/testing/a-status'
import { checkAtom, checkJsonFeed, checkRss } from '@/lib/testing/feed-rules'
import { validateFeeds, validateJsonFeed } from '@/lib/testing/feeds/validate'
import type { StoredStatus } from '../model/stored-page'
import { toPublicPage } from '../model/to-public-page'
import { toAtom } from './atom'
import { toFeed } from './feed-entries'
import { toJsonFeed } from './json-feed'
import { toRss } from './rss'

const url = 'https://status.example.org/status/streams'
const feedOf = (over: Partial<StoredStatus> = {}, now = aMoment) => {
  const status = aStoredStatus({ incidents: [anIncident()], maintenances: [aMaintenance()], ...over })
  return toFeed(toPublicPage(status.pages[0]!, status, now), url)
}

describe('the feeds', () => {
  test('A feed has an entry for every update, resolution and maintenance, newest first', () => {
    expect(feedOf().entries.map(({ title, id }) => [title, id])).toEqual([
      ['Scheduled: New disks', 'tag:understudy,2025-12-14:streams/u9'],
      ['Resolved: Outage', 'tag:understudy,2025-12-14:streams/u2'],
      ['Investigating: Outage', 'tag:understudy,2025-12-14:streams/u1'],
    ])
  })

  test('A feed keeps the same bytes while nothing happens', () => {
    for (const write of [toAtom, toRss, (feed: ReturnType<typeof toFeed>) => JSON.stringify(toJsonFeed(feed))])
      expect(write(feedOf({ observedAt: {} }, aMoment + 3_600_000))).toBe(write(feedOf()))
  })

  test('A feed can be read by a feed parser', () => {
    const [atom, rss, json] = [parseAtomFeed(toAtom(feedOf())), parseRssFeed(toRss(feedOf())), parseJsonFeed(toJsonFeed(feedOf()))]
    const ids = feedOf().entries.map(({ id }) => id)
    expect([atom.entries?.map(({ id }) => id), rss.items?.map(({ guid }) => guid?.value), json.items?.map(({ id }) => id)]).toEqual([
      ids,
      ids,
      ids,
    ])
    expect([atom.title, rss.title, json.title].map((title) => (typeof title === 'string' ? title : title?.value))).toEqual([
      'Acme streams',
      'Acme streams',
      'Acme streams',
    ])
  })

  test('A feed keeps the rules of its format with any text', () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(any, any, (title, body) => {
        const feed = feedOf({
          pages: [aStoredPage({ title: title.trim() || 'x' })],
          incidents: [anIncident({ title: title.trim() || 'x', updates: [{ id: 'u1', status: 'investigating', body, at: aMoment }] })],
        })
        expect([XMLValidator.validate(toAtom(feed)), XMLValidator.validate(toRss(feed))]).toEqual([true, true])
        expect([checkAtom(toAtom(feed)), checkRss(toRss(feed)), checkJsonFeed(toJsonFeed(feed))]).toEqual([[], [], []])
      }),
      { numRuns: 60 },
    )
  })

  test('A feed is valid in libxml2 under the grammars of Atom (RFC 4287, appendix B) and RSS with any text', async () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    const texts = [...fc.sample(any, { numRuns: 30, seed: 4287 }), '<b>&amp;</b>', ']]>', '\u0000\uFFFF\uD800', '"\'', ' ']
    const feeds = [
      feedOf(),
      feedOf({ incidents: [], maintenances: [] }),
      ...texts.map((text) =>
        feedOf({
          pages: [aStoredPage({ title: text.trim() || 'x' })],
          incidents: [anIncident({ title: text, updates: [{ id: 'u1', status: 'investigating', body: text, at: aMoment }] })],
        }),
      ),
    ]
    expect([await validateFeeds('atom', feeds.map(toAtom)), await validateFeeds('rss', feeds.map(toRss))]).toEqual([[], []])
    expect(feeds.flatMap((feed) => validateJsonFeed(JSON.stringify(toJsonFeed(feed))))).toEqual([])
  })

  test.each([
    ['atom', 'an entry without an id', (xml: string) => xml.replace(/(<entry>\s*)<id>.*?<\/id>/s, '$1')],
    ['atom', 'two titles', (xml: string) => xml.replace(/<title>.*?<\/title>/, '$&$&')],
    ['atom', 'a date that is none', (xml: string) => xml.replace(/<published>.*?</, '<published>yesterday<')],
    ['atom', 'an element of its own in Atom’s namespace', (xml: string) => xml.replace('</entry>', '<state>fine</state></entry>')],
    ['atom', 'a category without a term', (xml: string) => xml.replace(/ term="[^"]*"/, '')],
    ['atom', 'another namespace', (xml: string) => xml.replace('2005/Atom', '2006/Atom')],
    ['rss', 'a channel without a link', (xml: string) => xml.replace(/<link>.*?<\/link>/, '')],
    ['rss', 'a guid that is a link as it likes', (xml: string) => xml.replace('isPermaLink="false"', 'isPermaLink="no"')],
    ['rss', 'an element that RSS has not', (xml: string) => xml.replace('<item>', '<item><state>fine</state>')],
  ] as const)('The %s grammar detects %s', async (format, _what, breakIt) => {
    const xml = (format === 'atom' ? toAtom : toRss)(feedOf())
    expect(breakIt(xml)).not.toBe(xml)
    expect(await validateFeeds(format, [breakIt(xml)])).not.toEqual([])
  })

  test('The schema of JSON Feed detects an unknown member', () => {
    const feed = toJsonFeed(feedOf())
    expect(validateJsonFeed(JSON.stringify({ ...feed, items: [{ ...feed.items[0], state: 'fine' }] }))).not.toEqual([])
  })

  test('The format rules detect missing parts', () => {
    expect(checkAtom(toAtom(feedOf()).replace(/<updated>.*?<\/updated>/, ''))).not.toEqual([])
    expect(checkRss(toRss(feedOf()).replaceAll('isPermaLink="false"', ''))).not.toEqual([])
    expect(checkJsonFeed({ ...toJsonFeed(feedOf()), version: '1' })).not.toEqual([])
  })

  test('The feed of a page without any history is valid', () => {
    const feed = feedOf({ incidents: [], maintenances: [] })
    expect([checkAtom(toAtom(feed)), checkRss(toRss(feed)), checkJsonFeed(toJsonFeed(feed))]).toEqual([[], [], []])
  })
})
