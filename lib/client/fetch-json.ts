import { UnderstudyError } from '@/lib/base/errors'
import { askForProof } from './fresh-proof'

/** An answer of the console's API that is no success; the message is the server's sentence. */
export class ApiError extends UnderstudyError<string | null> {
  static readonly kind = 'ApiError'
  /** @param code of the server's closed set (lib/http/errors.ts); null: the answer was not the console's */
  constructor(
    message: string,
    readonly status: number,
    code: string | null = null,
  ) {
    super(code, message)
  }
}

/** GET of the console's API. @throws ApiError with the server's sentence, or one that says the server was not reached */
export function fetchJson<T>(url: string): Promise<T> {
  return ask<T>(url, { headers: { accept: 'application/json' } })
}

/**
 * Sends a change; where it needs a step-up, the reader is asked for that first.
 * @throws ApiError as `fetchJson`; Error when it is not known whether it arrived
 */
export function sendJson<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  body: unknown,
  { signal, key }: { signal?: AbortSignal; /** However often it is sent, it counts once. */ key?: string } = {},
): Promise<T> {
  const send = () =>
    ask<T>(url, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
      body: JSON.stringify(body),
      signal,
    })
  return send().catch(async (error: unknown) => {
    if (!ApiError.is(error) || error.code !== 'step-up-required' || !(await askForProof())) throw error
    return send()
  })
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, init).catch((cause: unknown) => {
    throw new Error('The console’s server could not be reached.', { cause })
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok)
    throw new ApiError(textOf(body, 'message') ?? `The console’s server answered ${answer.status}.`, answer.status, textOf(body, 'code'))
  return body as T
}

function textOf(body: unknown, name: 'message' | 'code'): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !(name in error)) return null
  const text = (error as Record<string, unknown>)[name]
  return typeof text === 'string' ? text : null
}
