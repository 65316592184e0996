import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export type SettingsErrorCode = 'bad-environment' | 'no-cluster' | 'file-missing' | 'file-unreadable' | 'file-too-large' | 'file-invalid'

/** One fault of understudy.yaml. `line` and `column` from 1. */
export interface SettingsFault {
  line: number | null
  column: number | null
  /** e.g. `clusters[0].zookeeper.quorum`; '' for the whole file. */
  path: string
  sentence: string
}

/** The settings cannot be used. The message is for the operator: it says what is wrong, where, and what to do; no secrets. */
export class SettingsError extends UnderstudyError<SettingsErrorCode> {
  static readonly kind = 'SettingsError'

  constructor(
    code: SettingsErrorCode,
    message: string,
    readonly faults: readonly SettingsFault[] = [],
    options?: ErrorOptions,
  ) {
    super(code, message, options)
  }
}
