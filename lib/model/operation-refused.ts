import { UnderstudyError } from '@/lib/base/errors'

export type OperationRefusedCode =
  | 'cluster-not-found'
  | 'not-ready'
  | 'bad-request'
  | 'operation-refused'
  | 'operation-running'
  | 'leader-changed'
  | 'confirmation-needed'
  | 'emergency-stop'
  | 'not-recorded'
  | 'key-used'

const passing: ReadonlySet<OperationRefusedCode> = new Set(['not-ready', 'operation-running', 'not-recorded'])

/** Why an operation was not begun; nothing was done. lib/http/respond.ts maps it to a status. */
export class OperationRefused extends UnderstudyError<OperationRefusedCode> {
  static readonly kind = 'OperationRefused'

  /**
   * @param message what is wrong and what to do
   * @param detail facts for scripts, e.g. the checks that refuse
   */
  constructor(
    code: OperationRefusedCode,
    message: string,
    readonly detail?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(code, message, { ...options, retryable: passing.has(code) })
  }
}
