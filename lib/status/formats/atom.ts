import type { FeedDocument, FeedEntry } from './feed-entries'
import { escapeXml } from './xml'

/** RFC 4287. */
export function toAtom(feed: FeedDocument): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${escapeXml(feed.id)}</id>
  <title>${escapeXml(feed.title)}</title>
  <subtitle>${escapeXml(feed.description)}</subtitle>
  <updated>${iso(feed.updatedAt)}</updated>
  <author><name>${escapeXml(feed.title)}</name></author>
  <link rel="self" type="application/atom+xml" href="${escapeXml(`${feed.url}/feed.atom`)}"/>
  <link rel="alternate" type="text/html" href="${escapeXml(feed.url)}"/>
${feed.entries.map(toEntry).join('')}</feed>
`
}

function toEntry({ id, title, body, at, url, categories }: FeedEntry): string {
  return `  <entry>
    <id>${escapeXml(id)}</id>
    <title>${escapeXml(title)}</title>
    <published>${iso(at)}</published>
    <updated>${iso(at)}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(url)}"/>
${categories.map((name) => `    <category term="${escapeXml(name)}"/>\n`).join('')}    <content type="text">${escapeXml(body)}</content>
  </entry>
`
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
