import { UnderstudyError } from '@/lib/base/errors'
import { clean, cleanAll } from '../clean'
import type { OperateOptions } from './options'

/** An error that the console's API answered. */
export class AskError extends UnderstudyError<string | null> {
  static readonly kind = 'AskError'

  /** @param code of the API's closed set; null: the answer is not the console's, or there is none */
  constructor(
    message: string,
    code: string | null,
    readonly detail: unknown = null,
    options?: ErrorOptions,
  ) {
    super(code, message, options)
  }
}

type Where = Pick<OperateOptions, 'url' | 'key'>

/** @param once a request is carried out once, however often it arrives under this key. @throws AskError */
export async function ask<T>(
  { url, key }: Where,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  once?: string,
): Promise<T> {
  const answer = await send({ url, key }, method, path, body, once)
  const value: unknown = await answer.json().catch(() => null)
  if (answer.ok) return cleanAll(value) as T
  throw toError(value, answer.status, { url, key })
}

/** The stream of one operation. @throws AskError */
export async function follow<T>(where: Where, path: string, onRecord: (record: T) => void): Promise<void> {
  const answer = await send(where, 'GET', path)
  if (!answer.ok || !answer.body) throw toError(await answer.json().catch(() => null), answer.status, where)
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const data = frame.split('\n').find((line) => line.startsWith('data: '))
      if (data && frame.includes('event: operation')) onRecord(cleanAll(JSON.parse(data.slice(6))) as T)
    }
  }
}

async function send({ url, key }: Where, method: string, path: string, body?: unknown, once?: string): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(key && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(once && { 'idempotency-key': once }),
  }
  try {
    return await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  } catch (cause) {
    throw new AskError(`No console answers at ${url}. Start it with “npm start”, or name it with --url.`, null, null, { cause })
  }
}

function toError(value: unknown, status: number, { url, key }: Where): AskError {
  const error =
    typeof value === 'object' && value !== null && 'error' in value
      ? (value.error as { code?: unknown; message?: unknown; detail?: unknown })
      : null
  if (error?.code === 'sign-in-needed' && key === null)
    return new AskError('Set UNDERSTUDY_API_KEY to an API key. An administrator creates one on the Keys page (account menu).', error.code)
  if (error && typeof error.message === 'string' && typeof error.code === 'string')
    return new AskError(clean(error.message), error.code, cleanAll(error.detail))
  return new AskError(`${url} answered with status ${status}, not as a console of Understudy does.`, null)
}
