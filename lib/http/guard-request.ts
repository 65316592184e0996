import 'server-only'
import { HttpError } from './errors'
import { isKnownHost, type ServedAt } from './is-known-host'

/** Changes go to the API; pages are only read. */
const changing = new Set(['POST', 'PUT', 'DELETE'])

/**
 * Checks every request before a route sees it: it is for this console, and it changes state only through the API, whose routes authorize.
 *
 * @throws HttpError host-refused, method-not-allowed
 */
export function guardRequest(request: Request, at: ServedAt): void {
  const host = request.headers.get('host')
  if (!isKnownHost(host, at)) {
    const named = host === null ? 'This request names no host.' : `This request is for host ${JSON.stringify(host.slice(0, 100))}.`
    throw new HttpError(
      'host-refused',
      `${named} This console answers only under its own: use ${at.publicUrl}, or name the address that people use in UNDERSTUDY_URL.`,
    )
  }
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (changing.has(request.method) && new URL(request.url).pathname.startsWith('/api/')) return
  throw new HttpError(
    'method-not-allowed',
    `${request.method} is not possible here. Pages are read with GET; POST, PUT and DELETE belong to the API: GET /api/v1/openapi.json lists it.`,
  )
}
