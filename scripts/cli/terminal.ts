export interface Terminal {
  stdout: { write(text: string): unknown; isTTY?: boolean; columns?: number }
  stderr: { write(text: string): unknown }
  env: Readonly<Record<string, string | undefined>>
  cwd(): string
  /** Ctrl-C. */
  on?(event: 'SIGINT', listener: () => void): unknown
  off?(event: 'SIGINT', listener: () => void): unknown
}
