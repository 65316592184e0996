import 'server-only'
import type { z } from 'zod'
import { HttpError } from './errors'

/** Far more than any form of ours has. */
const mostBytes = 64 * 1024

/**
 * The JSON that a request carries, checked. Only `application/json` is read: no form of another site can send it.
 * @throws HttpError bad-request naming the field
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new HttpError('bad-request', 'Send JSON, with Content-Type: application/json.')
  const parsed = schema.safeParse(parse(await readText(request)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') ?? ''
  throw new HttpError('bad-request', `${field === '' ? 'The JSON that was sent' : field}: ${issue?.message ?? 'not understood'}.`, { field })
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new HttpError('bad-request', `That is more than the ${mostBytes / 1024} KB that are read.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HttpError('bad-request', 'What was sent is no JSON.', undefined, { cause })
  }
}
