/** What kept a lab from coming up. Closed: callers switch over it. */
export type LabErrorCode =
  | 'java-missing'
  | 'java-unsuitable'
  | 'javac-missing'
  | 'pip-missing'
  | 'no-network'
  | 'no-such-version'
  | 'no-disk'
  | 'not-a-flink'
  | 'port-taken'
  | 'start-failed'
  | 'deadline'
  | 'no-rights'

/** An error whose message is a whole sentence for the person at the terminal: what is wrong and what to do. */
export class LabError extends Error {
  override name = 'LabError'
  constructor(
    readonly code: LabErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
