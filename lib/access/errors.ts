import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export type AccessErrorCode =
  | 'wrong-credentials'
  | 'too-many-attempts'
  | 'link-unusable'
  | 'password-refused'
  | 'person-exists'
  | 'not-found'
  | 'last-administrator'
  | 'provider-unreachable'
  | 'not-configured'
  | 'code-needed'
  | 'wrong-code'
  | 'second-factor-on'

/** Why a sign-in is refused, or why an action on people and keys is. The message is for the requester. */
export class AccessError extends UnderstudyError<AccessErrorCode> {
  static readonly kind = 'AccessError'

  /** @param retryAfterSeconds with `too-many-attempts` */
  constructor(
    code: AccessErrorCode,
    message: string,
    readonly retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    super(code, message, { ...options, retryable: code === 'too-many-attempts' || code === 'provider-unreachable' })
  }
}

export function isTooManyAttempts(error: unknown): boolean {
  return AccessError.is(error) && error.code === 'too-many-attempts'
}
