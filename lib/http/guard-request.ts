import 'server-only'
import { HttpError } from './errors'
import { isLoopbackHost } from './is-loopback-host'

/** What changes something goes to the API; pages are only read. */
const changing = new Set(['POST', 'PUT', 'DELETE'])

/**
 * What every request has to be before a route sees it: it is for this machine, and it changes something only through
 * the API, whose routes ask who may.
 *
 * @throws HttpError host-refused, method-not-allowed
 */
export function guardRequest(request: Request): void {
  const host = request.headers.get('host')
  if (!isLoopbackHost(host)) {
    const named = host === null ? 'This request names no host.' : `This request is for host ${JSON.stringify(host.slice(0, 100))}.`
    throw new HttpError('host-refused', `${named} This version of Understudy has no sign-in and answers only on this machine: use http://localhost or http://127.0.0.1 with its port.`)
  }
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (changing.has(request.method) && new URL(request.url).pathname.startsWith('/api/')) return
  throw new HttpError('method-not-allowed', `${request.method} is not possible here. Pages are read with GET; POST, PUT and DELETE belong to the API: GET /api/v1/openapi.json lists it.`)
}
