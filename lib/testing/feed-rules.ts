import { XMLParser } from 'fast-xml-parser'

/** The rules of RFC 4287, RSS 2.0 and JSON Feed 1.1 that our feeds could break; each check returns what is wrong. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => ['entry', 'item', 'link', 'category'].includes(name),
  processEntities: true,
})

type Node = Record<string, unknown>

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const rfc822 = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

/** RFC 4287: 4.1.1 for feeds, 4.1.2 for entries, 3.3 for dates, 4.2.6 for ids. */
export function checkAtom(xml: string): string[] {
  const feed = (parser.parse(xml) as { feed?: Node }).feed
  if (!feed) return ['no feed']
  const faults = [feed['@xmlns'] === 'http://www.w3.org/2005/Atom' ? '' : 'not in the namespace of Atom', ...checkAtomParts(feed, 'feed')]
  const links = asNodes(feed.link)
  faults.push(
    links.some((link) => link['@rel'] === 'self') ? '' : 'no self link',
    (feed.author as Node | undefined)?.name !== undefined ? '' : 'no author',
  )
  const entries = asNodes(feed.entry)
  for (const entry of entries) {
    faults.push(
      ...checkAtomParts(entry, 'entry'),
      asNodes(entry.link).length === 1 && asNodes(entry.link)[0]!['@rel'] === 'alternate'
        ? ''
        : 'an entry needs exactly one alternate link',
    )
    if (entry.published !== undefined && !rfc3339.test(String(entry.published))) faults.push('published is no date')
    for (const category of asNodes(entry.category)) if (typeof category['@term'] !== 'string') faults.push('a category needs a term')
  }
  return [...faults, ...checkIds(entries.map(({ id }) => id))].filter((fault) => fault !== '')
}

function checkAtomParts(node: Node, what: string): string[] {
  return [
    isAbsoluteIri(node.id) ? '' : `${what}: the id is no IRI`,
    node.title === undefined ? `${what}: no title` : '',
    rfc3339.test(String(node.updated)) ? '' : `${what}: updated is no date`,
  ]
}

/** RSS 2.0: required elements of channel and item, RFC 822 dates, and `isPermaLink` of guids that are no links. */
export function checkRss(xml: string): string[] {
  const rss = (parser.parse(xml) as { rss?: Node }).rss
  const channel = rss?.channel as Node | undefined
  if (!rss || !channel) return ['no channel']
  const faults = [
    rss['@version'] === '2.0' ? '' : 'no version 2.0',
    ...['title', 'link', 'description'].map((name) => (channel[name] === undefined ? `channel: no ${name}` : '')),
    rfc822.test(String(channel.lastBuildDate)) ? '' : 'lastBuildDate is no date',
  ]
  const items = asNodes(channel.item)
  for (const item of items) {
    const guid = item.guid as Node | string | undefined
    faults.push(
      item.title === undefined && item.description === undefined ? 'an item needs a title or a description' : '',
      rfc822.test(String(item.pubDate)) ? '' : 'pubDate is no date',
    )
    faults.push(typeof guid === 'object' && guid['@isPermaLink'] === 'false' ? '' : 'a guid that is no address must say so')
  }
  return [...faults, ...checkIds(items.map(({ guid }) => (guid as Node | undefined)?.['#text'] ?? guid))].filter((fault) => fault !== '')
}

/** JSON Feed 1.1. */
export function checkJsonFeed(feed: {
  version: string
  title: string
  items: readonly { id: string; url: string; content_text?: string; date_published: string }[]
}): string[] {
  const faults = [
    feed.version === 'https://jsonfeed.org/version/1.1' ? '' : 'no version',
    typeof feed.title === 'string' && feed.title !== '' ? '' : 'no title',
  ]
  for (const item of feed.items)
    faults.push(
      typeof item.content_text === 'string' ? '' : 'an item needs content',
      rfc3339.test(item.date_published) ? '' : 'date_published is no date',
      URL.canParse(item.url) ? '' : 'url is no address',
    )
  return [...faults, ...checkIds(feed.items.map(({ id }) => id))].filter((fault) => fault !== '')
}

function checkIds(ids: readonly unknown[]): string[] {
  return [new Set(ids).size === ids.length ? '' : 'two entries have the same id', ids.every(isAbsoluteIri) ? '' : 'an id is no IRI']
}

function isAbsoluteIri(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)
}

function asNodes(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : []
}
