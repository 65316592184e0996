import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

export interface RunOptions {
  deadlineMs: number
  signal?: AbortSignal
  /** Written to the command's standard input, which is then closed. */
  input?: string
  /** Called with the command's output as it arrives. */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void
  /** Environment of the command; a host reached over ssh gets it through `env`. */
  env?: Readonly<Record<string, string>>
  /** Limit of each kept stream; default 1 MB. */
  keepBytes?: number
}

export interface RunResult {
  /** null: a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

/** Runs programs on the hosts of one cluster: on this one directly, on others through ssh. */
export interface HostRunner {
  /**
   * Runs a program with its arguments; no local shell reads them, and for the remote shell of ssh they are quoted.
   * @param host as configuration names it; checked before it becomes an argument
   * @throws HostError; a code other than 0 is a result, not an error
   */
  run(host: string, argv: readonly string[], options: RunOptions): Promise<RunResult>
  /** The command as an operator would type it here, for plans: with `ssh HOST` in front for a remote host. */
  describe(host: string, argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** Whether it is this machine. */
  isLocal(host: string): Promise<boolean>
  /** Opens the connection that later commands share, so that they do not wait for it. */
  warm(host: string): Promise<void>
  close(): Promise<void>
}

/**
 * `bad-host`: not a host name. `bad-argument`: it cannot be quoted for every login shell. `no-control`: this console may not act there.
 * `unreachable`: ssh could not connect or lost the connection, and what the command did is not known. `deadline`, `aborted`: it was ended
 * here, and may continue there. `no-program`: it could not be started.
 */
export type HostErrorCode =
  'bad-host' | 'bad-argument' | 'no-control' | 'unreachable' | 'deadline' | 'aborted' | 'no-program' | 'bad-answer'

export class HostError extends UnderstudyError<HostErrorCode> {
  static readonly kind = 'HostError'

  /** @param message for the operator: what is wrong with which host, and what to do */
  constructor(
    code: HostErrorCode,
    readonly host: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, { ...options, retryable: code === 'unreachable' || code === 'deadline' })
  }

  /** The message as a part of a longer sentence. */
  get why(): string {
    return this.message.replace(/\.$/, '')
  }
}
