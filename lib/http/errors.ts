import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

interface Answer {
  status: number
  /** After how many seconds a retry makes sense; the error is retryable then. */
  retryAfter?: number
}

/** Every code that an answer of this server can carry, and its status. Closed: scripts may switch over it. */
const answers = {
  'bad-request': { status: 400 },
  'cluster-not-found': { status: 404 },
  'znode-not-found': { status: 404 },
  'status-page-not-found': { status: 404 },
  'route-not-found': { status: 404 },
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
  'nothing-remembered': { status: 404 },
  'journal-unusable': { status: 503, retryAfter: 5 },
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
} as const satisfies Record<string, Answer>

export type ErrorCode = keyof typeof answers

export const errorCodes = Object.keys(answers) as [ErrorCode, ...ErrorCode[]]

export function getErrorAnswer(code: ErrorCode): Answer {
  return answers[code]
}

/** An error whose message is written for the requester; everything else stays in the log. */
export class HttpError extends UnderstudyError<ErrorCode> {
  static readonly kind = 'HttpError'

  /**
   * @param message what is wrong and what to do
   * @param detail facts for scripts, e.g. the field that was refused
   */
  constructor(
    code: ErrorCode,
    message: string,
    readonly detail?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(code, message, { ...options, retryable: getErrorAnswer(code).retryAfter !== undefined })
  }
}
