import 'server-only'
import type { AccessError } from '@/lib/access/errors'
import { isJournalError } from '@/lib/journal/errors'
import { getLog } from '@/lib/observer/log'
import { HttpError, isHttpError, type ErrorCode } from './errors'

/** Status and, where asking again later makes sense, after how many seconds. */
const answers: Record<ErrorCode, { status: number; retryAfter?: number }> = {
  'bad-request': { status: 400 },
  'cluster-not-found': { status: 404 },
  'znode-not-found': { status: 404 },
  'status-page-not-found': { status: 404 },
  'route-not-found': { status: 404 },
  'nothing-remembered': { status: 404 },
  'journal-unusable': { status: 503, retryAfter: 5 },
  'host-refused': { status: 421 },
  'method-not-allowed': { status: 405 },
  'no-leader': { status: 503, retryAfter: 1 },
  'not-leader': { status: 503, retryAfter: 1 },
  'not-ready': { status: 503, retryAfter: 1 },
  internal: { status: 500 },
  'operation-not-found': { status: 404 },
  'operation-refused': { status: 409 },
  'operation-running': { status: 409, retryAfter: 5 },
  'leader-changed': { status: 409 },
  'confirmation-needed': { status: 409 },
  'emergency-stop': { status: 409 },
  'not-recorded': { status: 503, retryAfter: 5 },
  'key-used': { status: 422 },
  'sign-in-needed': { status: 401 },
  'not-allowed': { status: 403 },
  'wrong-origin': { status: 403 },
  'too-many-attempts': { status: 429 },
  'wrong-credentials': { status: 401 },
  'link-unusable': { status: 410 },
  'password-refused': { status: 400 },
  'person-exists': { status: 409 },
  'not-found': { status: 404 },
  'last-administrator': { status: 409 },
  'provider-unreachable': { status: 503, retryAfter: 5 },
  'not-configured': { status: 404 },
  'too-large': { status: 413 },
  'length-needed': { status: 411 },
  'too-many-streams': { status: 429, retryAfter: 30 },
  'streams-full': { status: 503, retryAfter: 30 },
  'step-up-required': { status: 403 },
  'code-needed': { status: 401 },
  'wrong-code': { status: 401 },
  'second-factor-on': { status: 409 },
}

/** What a route can be asked; a page only the first two. */
export const allowedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const

/** The body of every error: `{ error: { code, message, detail? } }`. Errors become responses here and nowhere else. */
export function toErrorResponse(error: unknown): Response {
  const { code, message, detail } = toHttpError(error)
  const { status, retryAfter } = answers[code]
  const headers = new Headers({ 'cache-control': 'no-store' })
  const wait = detail?.retryAfterSeconds ?? retryAfter
  if (wait !== undefined) headers.set('retry-after', String(wait))
  if (code === 'method-not-allowed') headers.set('allow', allowedMethods.join(', '))
  if (code === 'sign-in-needed') headers.set('www-authenticate', 'Bearer realm="understudy"')
  return Response.json({ error: { code, message, ...(detail && { detail }) } }, { status, headers })
}

function toHttpError(error: unknown): HttpError {
  if (isHttpError(error)) return error
  if (isAccessError(error))
    return new HttpError(
      error.code,
      error.message,
      error.retryAfterSeconds === undefined ? undefined : { retryAfterSeconds: error.retryAfterSeconds },
      { cause: error },
    )
  if (isJournalError(error))
    return new HttpError(
      'journal-unusable',
      'The console’s database cannot be used, so nobody can sign in and nothing can be changed. The log on the server says what to mend; this works again as soon as it is.',
      undefined,
      { cause: error },
    )
  getLog().error({ err: error }, 'A request failed for a reason no answer was written for.')
  return new HttpError('internal', 'Something failed inside Understudy. Its log on the server says what.', undefined, { cause: error })
}

/** By name, as `isHttpError`. */
function isAccessError(error: unknown): error is AccessError {
  return error instanceof Error && error.name === 'AccessError'
}

/** JSON text that is already made, byte for byte. */
export function respondJsonText(text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', ...headers } })
}

/** @param value of one of lib/http/schemas */
export function respondJson(value: unknown, headers: Record<string, string> = {}): Response {
  return respondJsonText(JSON.stringify(value), headers)
}

/** HTTP status of a code, for the API's description. */
export function errorStatus(code: ErrorCode): number {
  return answers[code].status
}
