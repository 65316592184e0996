import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { validateXML } from 'xmllint-wasm'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const grammars = { atom: read('atom.rng'), rss: read('rss.rng') }

/** libxml2's errors for these feeds under RELAX NG; none: they are valid. */
export async function validateFeeds(format: keyof typeof grammars, feeds: readonly string[]): Promise<string[]> {
  const { errors } = await validateXML({
    xml: feeds.map((contents, i) => ({ fileName: `feed-${i}.xml`, contents: Buffer.from(contents) })),
    schema: [grammars[format]],
    extension: 'relaxng',
  })
  return errors.map(({ rawMessage }) => rawMessage)
}

const text = { type: 'string', minLength: 1 }
const address = { type: 'string', format: 'uri' }

/** JSON Feed 1.1: required members, the renamed ones of version 1, and no member that is neither standard nor an extension. */
const jsonFeed = {
  type: 'object',
  required: ['version', 'title', 'items'],
  additionalProperties: false,
  patternProperties: { '^_': {} },
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: text,
    home_page_url: address,
    feed_url: address,
    description: { type: 'string' },
    user_comment: { type: 'string' },
    next_url: address,
    icon: address,
    favicon: address,
    authors: { type: 'array' },
    language: text,
    expired: { type: 'boolean' },
    hubs: { type: 'array' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        anyOf: [{ required: ['content_text'] }, { required: ['content_html'] }],
        additionalProperties: false,
        patternProperties: { '^_': {} },
        properties: {
          id: text,
          url: address,
          external_url: address,
          title: { type: 'string' },
          content_html: { type: 'string' },
          content_text: { type: 'string' },
          summary: { type: 'string' },
          image: address,
          banner_image: address,
          date_published: { type: 'string', format: 'date-time' },
          date_modified: { type: 'string', format: 'date-time' },
          authors: { type: 'array' },
          tags: { type: 'array', items: text },
          language: text,
          attachments: { type: 'array' },
        },
      },
    },
  },
}

const ajv = addFormats.default(new Ajv({ allErrors: true }))
const isJsonFeed = ajv.compile(jsonFeed)

/** The schema's errors for a JSON feed, as it was sent. */
export function validateJsonFeed(sent: string): string[] {
  return isJsonFeed(JSON.parse(sent))
    ? []
    : (isJsonFeed.errors ?? []).map(({ instancePath, message }: { instancePath: string; message?: string }) => `${instancePath} ${message}`)
}
