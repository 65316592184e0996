import 'server-only'
import type { z } from 'zod'
import { HttpError } from './errors'

const MOST_BYTES = 64 * 1024

/**
 * The JSON that was sent, checked. An empty body counts as `{}`.
 * @throws HttpError bad-request naming the field
 */
export async function readJsonBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parse(await readText(request)))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ').slice(0, 200) : (issue?.path.join('.') ?? '')
  const what = issue?.code === 'unrecognized_keys' ? 'there is no such field' : (issue?.message ?? 'not understood')
  throw new HttpError('bad-request', `${field === '' ? 'The body' : field}: ${what}. GET /api/v1/openapi.json describes what is wanted.`, { field })
}

async function readText(request: Request): Promise<string> {
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.length
    if (bytes > MOST_BYTES) {
      await reader?.cancel()
      throw new HttpError('bad-request', `The body is larger than ${MOST_BYTES} bytes.`)
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError('bad-request', 'The body is not JSON.')
  }
}
