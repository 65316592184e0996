import 'server-only'

export type JournalErrorCode = 'folder-unusable' | 'database-unusable' | 'database-unreachable' | 'newer-schema' | 'migration-failed'

/** The journal cannot be used. The message is for people: what is wrong and what to do; no passwords. */
export class JournalError extends Error {
  override readonly name = 'JournalError'

  constructor(
    readonly code: JournalErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** By name: bundles of a built app have classes of their own, and the journal on globalThis throws those of the bundle that opened it. */
export function isJournalError(error: unknown): error is JournalError {
  return error instanceof Error && error.name === 'JournalError'
}
