import 'server-only'
import { findSystemCode } from '@/lib/base/errors'
import { toConnectFailure } from '@/lib/network/connect-failure'
import { RestError } from './rest-error'

/** Maps undici's and Node's errors to RestError's closed set. */
export function toRestError(error: unknown, address: string): RestError {
  if (RestError.is(error)) return error
  const code = findSystemCode(error) ?? ''
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new RestError('silent', `no answer to a connection request from ${address}`, { cause: error })
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return new RestError('too-large', `${address} sends a header of more than 16 kB`, { cause: error })
  }
  if (isParserError(error) || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return new RestError('not-http', `${address} does not speak HTTP (${code})`, { cause: error })
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.includes('CERT') || code === 'EPROTO') {
    return new RestError('tls', `TLS with ${address} failed (${code})`, { cause: error })
  }
  if (code.startsWith('UND_ERR')) return new RestError('closed', `${address} closed the connection without an answer`, { cause: error })
  const failure = toConnectFailure(error, address)
  if (failure.state === 'broken') return new RestError('closed', `${address} closed the connection without an answer`, { cause: error })
  return new RestError(failure.state, failure.detail, { cause: error })
}

/** undici gives its parser's errors a code only in some cases. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && (error.name === 'HTTPParserError' || findSystemCode(error)?.startsWith('HPE_') === true)
}
