import 'server-only'
import { HttpError } from './errors'
import { isLoopbackHost } from './is-loopback-host'

/**
 * What every request has to be before a route sees it: this version has no sign-in, so it is for this machine only,
 * and it changes nothing, so it is only read.
 *
 * @throws HttpError host-refused, method-not-allowed
 */
export function guardRequest(request: Request): void {
  const host = request.headers.get('host')
  if (!isLoopbackHost(host)) {
    const named = host === null ? 'This request names no host.' : `This request is for host ${JSON.stringify(host.slice(0, 100))}.`
    throw new HttpError('host-refused', `${named} This version of Understudy has no sign-in and answers only on this machine: use http://localhost or http://127.0.0.1 with its port.`)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpError('method-not-allowed', `${request.method} is not possible: this version of Understudy only observes, so there is only GET and HEAD.`)
  }
}
