const mark = Symbol.for('understudy.error')

export interface FailureOptions extends ErrorOptions {
  /** Whether the same call may succeed later although nothing was mended; false unless said. */
  retryable?: boolean
}

/**
 * The base of every error of this program: a closed set of codes, whether trying again makes sense, and a message for people
 * that says what is wrong and what to do. A class states its `static readonly kind`, without which `is` does not compile.
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
   * Whether it is of this class. By kind, not by `instanceof`: each bundle of a built app has classes of its own, and what lives
   * on globalThis throws those of the bundle that made it; reloading in development makes them anew too.
   */
  static is<T>(this: { readonly kind: string; readonly prototype: T }, error: unknown): error is T {
    return error instanceof Error && error.name === this.kind && (error as Partial<UnderstudyError>)[mark] === true
  }
}

/** The message of whatever was thrown. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The code that Node or the system gave an error, as ENOENT or ERR_SSL_…; null: it has none. */
export function findSystemCode(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}
