import type { FeedDocument, FeedEntry } from './feed-entries'
import { escapeXml } from './xml'

/** RSS 2.0; times as RFC 822 writes them, with years of four digits. */
export function toRss(feed: FeedDocument): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escapeXml(feed.title)}</title>
    <link>${escapeXml(feed.url)}</link>
    <description>${escapeXml(feed.description)}</description>
    <language>en</language>
    <lastBuildDate>${new Date(feed.updatedAt).toUTCString()}</lastBuildDate>
    <ttl>1</ttl>
    <atom:link rel="self" type="application/rss+xml" href="${escapeXml(`${feed.url}/feed.rss`)}"/>
${feed.entries.map(toItem).join('')}  </channel>
</rss>
`
}

function toItem({ id, title, body, at, url, categories }: FeedEntry): string {
  return `    <item>
      <title>${escapeXml(title)}</title>
      <link>${escapeXml(url)}</link>
      <guid isPermaLink="false">${escapeXml(id)}</guid>
      <pubDate>${new Date(at).toUTCString()}</pubDate>
${categories.map((name) => `      <category>${escapeXml(name)}</category>\n`).join('')}      <description>${escapeXml(escapeXml(body))}</description>
    </item>
`
}
