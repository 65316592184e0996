import type { FeedDocument } from './feed-entries'

/** JSON Feed 1.1. */
export function toJsonFeed(feed: FeedDocument) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.url,
    feed_url: `${feed.url}/feed.json`,
    description: feed.description,
    language: 'en',
    items: feed.entries.map(({ id, url, title, body, at, categories }) => ({
      id,
      url,
      title,
      content_text: body,
      date_published: new Date(at).toISOString(),
      date_modified: new Date(at).toISOString(),
      ...(categories.length > 0 && { tags: categories }),
    })),
  }
}
