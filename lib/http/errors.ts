import 'server-only'

/** Every code an answer of this server can carry. Closed: scripts may switch over it. */
export const errorCodes = [
  'bad-request',
  'cluster-not-found',
  'znode-not-found',
  'status-page-not-found',
  'route-not-found',
  'host-refused',
  'method-not-allowed',
  'no-leader',
  'not-leader',
  'not-ready',
  'internal',
  'operation-not-found',
  'operation-refused',
  'operation-running',
  'leader-changed',
  'confirmation-needed',
  'emergency-stop',
  'not-recorded',
  'key-used',
  'nothing-remembered',
  'journal-unusable',
  'sign-in-needed',
  'not-allowed',
  'wrong-origin',
  'too-many-attempts',
  'wrong-credentials',
  'link-unusable',
  'password-refused',
  'person-exists',
  'not-found',
  'last-administrator',
  'provider-unreachable',
  'not-configured',
  'too-large',
  'length-needed',
  'too-many-streams',
  'streams-full',
  'step-up-required',
  'code-needed',
  'wrong-code',
  'second-factor-on',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error whose message is written for the one who asked; everything else stays in the log. */
export class HttpError extends Error {
  override readonly name = 'HttpError'

  /**
   * @param message what is wrong and what to do
   * @param detail facts for scripts, e.g. the field that was refused
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/**
 * Whether its sentence is for the one who asked. By name: bundles of a built app have classes of their own, and what is
 * on globalThis (the operations, the console) throws those of the bundle that made it.
 */
export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && error.name === 'HttpError' && errorCodes.some((code) => code === (error as Partial<HttpError>).code)
}
