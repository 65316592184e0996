import 'server-only'
import { toMessage, UnderstudyError } from '@/lib/base/errors'

/**
 * Every way a ZooKeeper call can fail. The second half are the server's own codes
 * (org.apache.zookeeper.KeeperException.Code); numbers not listed arrive as `server-error`.
 */
export type ZooKeeperErrorCode =
  | 'bad-connect-string'
  | 'bad-path'
  | 'not-supported'
  | 'overloaded'
  | 'not-connected'
  | 'connection-lost'
  | 'request-timeout'
  | 'session-expired'
  | 'closed'
  | 'aborted'
  | 'protocol'
  | 'frame-too-large'
  | 'runtime-inconsistency'
  | 'marshalling'
  | 'unimplemented'
  | 'bad-arguments'
  | 'no-node'
  | 'no-auth'
  | 'bad-version'
  | 'no-children-for-ephemerals'
  | 'node-exists'
  | 'not-empty'
  | 'invalid-callback'
  | 'invalid-acl'
  | 'auth-failed'
  | 'session-moved'
  | 'not-read-only'
  | 'quota-exceeded'
  | 'server-error'

const serverCodes: Readonly<Record<number, ZooKeeperErrorCode>> = {
  [-2]: 'runtime-inconsistency',
  [-4]: 'connection-lost',
  [-5]: 'marshalling',
  [-6]: 'unimplemented',
  [-7]: 'request-timeout',
  [-8]: 'bad-arguments',
  [-101]: 'no-node',
  [-102]: 'no-auth',
  [-103]: 'bad-version',
  [-108]: 'no-children-for-ephemerals',
  [-110]: 'node-exists',
  [-111]: 'not-empty',
  [-112]: 'session-expired',
  [-113]: 'invalid-callback',
  [-114]: 'invalid-acl',
  [-115]: 'auth-failed',
  [-118]: 'session-moved',
  [-119]: 'not-read-only',
  [-125]: 'quota-exceeded',
}

// The same request may succeed a moment later, perhaps on another member.
const retryableCodes: ReadonlySet<ZooKeeperErrorCode> = new Set([
  'not-connected',
  'connection-lost',
  'request-timeout',
  'session-expired',
  'session-moved',
  'overloaded',
  'runtime-inconsistency',
])

export interface ErrorDetails {
  /** The server's number (KeeperException.Code), null when the failure is on this side. */
  number?: number | null
  path?: string
  cause?: unknown
}

/** The one error this folder throws. */
export class ZooKeeperError extends UnderstudyError<ZooKeeperErrorCode> {
  static readonly kind = 'ZooKeeperError'
  readonly number: number | null
  readonly path: string | null

  constructor(code: ZooKeeperErrorCode, message: string, { number, path, cause }: ErrorDetails = {}) {
    super(code, message, { retryable: retryableCodes.has(code), ...(cause !== undefined && { cause }) })
    this.number = number ?? null
    this.path = path ?? null
  }
}

/** The server's error code `number` (not 0) of `operation`, as an error. */
export function toServerError(number: number, operation: string, path?: string): ZooKeeperError {
  const code = serverCodes[number] ?? 'server-error'
  const where = path === undefined ? '' : ` ${path}`
  return new ZooKeeperError(code, `ZooKeeper answered ${operation}${where}: ${code} (${number})`, { number, path })
}

/** Anything caught, as a ZooKeeperError; one that already is stays itself. */
export function toZooKeeperError(cause: unknown, code: ZooKeeperErrorCode, what: string): ZooKeeperError {
  if (ZooKeeperError.is(cause)) return cause
  const text = toMessage(cause)
  return new ZooKeeperError(code, `${what}: ${text}`, { cause })
}
