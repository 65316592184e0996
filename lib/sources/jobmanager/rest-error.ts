import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export type RestErrorCode =
  /** No connection could be made: nothing listens there, or the host or its name is unknown. */
  | 'refused'
  | 'silent'
  | 'unresolved'
  /** A connection was made and ended without a complete answer. */
  | 'closed'
  /** The answer, or a part of it, did not come within the limit. */
  | 'slow'
  | 'too-large'
  | 'not-http'
  | 'tls'
  /** This console ended the request. */
  | 'aborted'

/** Why there is no HTTP answer. An answer with any status is no error. */
export class RestError extends UnderstudyError<RestErrorCode> {
  static readonly kind = 'RestError'
}
