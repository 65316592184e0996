import 'server-only'
import { AccessError } from '@/lib/access/errors'
import { JournalError } from '@/lib/journal/errors'
import { OperationRefused } from '@/lib/model/operation-refused'
import { getLog } from '@/lib/base/log'
import { getErrorAnswer, HttpError, type ErrorCode } from './errors'

/** The methods of routes; a page has only the first two. */
export const allowedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const

/** The body of every error: `{ error: { code, message, detail? } }`. Errors become responses here and nowhere else. */
export function respondError(error: unknown): Response {
  const { code, message, detail } = toHttpError(error)
  if (code === 'internal') getLog().error({ err: error }, 'A request failed for a reason no answer was written for.')
  const { status, retryAfter } = getErrorAnswer(code)
  const headers = new Headers({ 'cache-control': 'no-store' })
  const wait = detail?.retryAfterSeconds ?? retryAfter
  if (wait !== undefined) headers.set('retry-after', String(wait))
  if (code === 'method-not-allowed') headers.set('allow', allowedMethods.join(', '))
  if (code === 'sign-in-needed') headers.set('www-authenticate', 'Bearer realm="understudy"')
  return Response.json({ error: { code, message, ...(detail && { detail }) } }, { status, headers })
}

function toHttpError(error: unknown): HttpError {
  if (HttpError.is(error)) return error
  if (OperationRefused.is(error)) return new HttpError(error.code, error.message, error.detail, { cause: error })
  if (AccessError.is(error))
    return new HttpError(
      error.code,
      error.message,
      error.retryAfterSeconds === undefined ? undefined : { retryAfterSeconds: error.retryAfterSeconds },
      { cause: error },
    )
  if (JournalError.is(error))
    return new HttpError(
      'journal-unusable',
      'The console’s database cannot be used, so sign-in and changes are not possible. The log on the server says what to fix; this works again as soon as it is.',
      undefined,
      { cause: error },
    )
  return new HttpError('internal', 'Something failed inside Understudy. Its log on the server says what.', undefined, { cause: error })
}

/** JSON text that is already serialized, byte for byte. */
export function respondJsonText(text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', ...headers } })
}

/** @param value of one of lib/http/schemas */
export function respondJson(value: unknown, headers: Record<string, string> = {}): Response {
  return respondJsonText(JSON.stringify(value), headers)
}

/** HTTP status of a code, for the API's description. */
export function errorStatus(code: ErrorCode): number {
  return getErrorAnswer(code).status
}
