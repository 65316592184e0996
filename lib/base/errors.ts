const mark = Symbol.for('understudy.error')

export interface FailureOptions extends ErrorOptions {
  /** Whether the same call may succeed later without any fix; default false. */
  retryable?: boolean
}

/**
 * The base of every error of this program: a closed set of codes, whether a retry makes sense, and a message for the operator
 * that says what is wrong and what to do. A class declares its `static readonly kind`, without which `is` does not compile.
 */
export abstract class UnderstudyError<Code extends string | null = string | null> extends Error {
  readonly code: Code
  readonly retryable: boolean

  constructor(code: Code, message: string, { retryable = false, ...options }: FailureOptions = {}) {
    super(message, options)
    this.code = code
    this.retryable = retryable
    this.name = (new.target as unknown as { kind?: string }).kind ?? 'UnderstudyError'
  }

  get [mark](): true {
    return true
  }

  /**
   * Whether an error is of this class. By kind, not by `instanceof`: each bundle of a built app has classes of its own, and objects
   * on globalThis throw those of the bundle that created them; reloading in development creates new classes too.
   */
  static is<T>(this: { readonly kind: string; readonly prototype: T }, error: unknown): error is T {
    return error instanceof Error && error.name === this.kind && (error as Partial<UnderstudyError>)[mark] === true
  }
}

/** The message of anything thrown. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The error code of Node or the system, as ENOENT or ERR_SSL_…; null: there is none. */
export function findSystemCode(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}
