/** Code that embeds a page elsewhere, ready to copy. */
export interface ShareCode {
  markdown: string
  badge: string
  embed: string
}

/** @param url of the page, with scheme and host, without a slash at the end */
export function toShareCode(title: string, url: string): ShareCode {
  const name = title.replace(/["&<>]/g, (character) => entities[character] ?? '')
  return {
    markdown: `[![${title.replace(/[[\]\\]/g, '\\$&')}](${url}/badge.svg)](${url})`,
    badge: `<a href="${url}"><img src="${url}/badge.svg" alt="${name}" height="20"></a>`,
    embed: `<iframe src="${url}/embed" title="${name}" width="100%" height="320" style="border:0"></iframe>`,
  }
}

const entities: Record<string, string> = { '"': '&quot;', '&': '&amp;', '<': '&lt;', '>': '&gt;' }
