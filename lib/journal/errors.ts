import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export type JournalErrorCode = 'folder-unusable' | 'database-unusable' | 'database-unreachable' | 'newer-schema' | 'migration-failed'

/** The journal cannot be used. The message is for people: what is wrong and what to do; no passwords. */
export class JournalError extends UnderstudyError<JournalErrorCode> {
  static readonly kind = 'JournalError'
}
