import 'server-only'
import type { z } from 'zod'
import { HttpError } from './errors'

/** Far more than any form of the console has. The console's own server reads no more either (scripts/serve/refuse-request.mjs). */
const mostBytes = 64 * 1024

/**
 * The validated JSON of a request. Only `application/json` is read: no form of another site can send it. Without any body it is `{}`, so
 * that an emergency stop needs nothing but its address.
 *
 * @throws HttpError bad-request naming the field, too-large
 */
export async function readJsonBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(request)
  if (text !== '' && !isJson(request)) throw new HttpError('bad-request', 'Send JSON, with Content-Type: application/json.')
  const parsed = schema.safeParse(text === '' ? {} : parse(text))
  if (parsed.success) return parsed.data
  const { field, what } = toFault(parsed.error)
  throw new HttpError(
    'bad-request',
    `${field === '' ? 'The JSON that was sent' : field}: ${what}. GET /api/v1/openapi.json describes what is wanted.`,
    { field },
  )
}

function isJson({ headers }: Request): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

function toFault({ issues: [issue] }: z.ZodError): { field: string; what: string } {
  // Keys are the sender's text.
  if (issue?.code === 'unrecognized_keys') return { field: issue.keys.join(', ').slice(0, 200), what: 'there is no such field' }
  return { field: issue?.path.join('.').slice(0, 200) ?? '', what: issue?.message ?? 'not understood' }
}

async function readText(request: Request): Promise<string> {
  const tooLarge = new HttpError('too-large', `The body is larger than the ${mostBytes / 1024} KB that are read.`)
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the body: unread parts are not kept either.
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, refuseNul)
  } catch (cause) {
    if (HttpError.is(cause)) throw cause
    throw new HttpError('bad-request', 'What was sent is no JSON.', undefined, { cause })
  }
}

/** Postgres stores no text with NUL, so a text that SQLite takes would be an error in Postgres. */
function refuseNul(field: string, value: unknown): unknown {
  const isRefused = field.includes('\0') || (typeof value === 'string' && value.includes('\0'))
  if (isRefused)
    throw new HttpError('bad-request', 'Text with the character NUL (U+0000) is not read.', { field: field.replaceAll('\0', '') })
  return value
}
