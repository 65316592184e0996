import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export type RestErrorCode =
  /** No connection could be made: nobody listens, no host, no name. */
  | 'refused'
  | 'silent'
  | 'unresolved'
  /** A connection was made and ended without a complete answer. */
  | 'closed'
  /** Nothing, or not everything, came within the limit. */
  | 'slow'
  | 'too-large'
  | 'not-http'
  | 'tls'
  /** We ended it ourselves. */
  | 'aborted'

/** Why there is no HTTP answer. An answer with any status is no error. */
export class RestError extends UnderstudyError<RestErrorCode> {
  static readonly kind = 'RestError'
}
