import 'server-only'

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

/** Why somebody is not let in, or why something about people and keys cannot be done. The message is for them. */
export class AccessError extends Error {
  override readonly name = 'AccessError'

  /** @param retryAfterSeconds with `too-many-attempts` */
  constructor(
    readonly code: AccessErrorCode,
    message: string,
    readonly retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** By name and code: bundles of a built app have classes of their own. */
export function isTooManyAttempts(error: unknown): boolean {
  return error instanceof Error && error.name === 'AccessError' && (error as Partial<AccessError>).code === 'too-many-attempts'
}
