import { spawn } from 'node:child_process'

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

export interface CommandOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Milliseconds; the command is killed after them. */
  timeoutMs?: number
  /** Kept away from the terminal's Ctrl-C: a daemon started by the command must outlive it until it is ended in order. */
  detached?: boolean
}

const keepBytes = 256 * 1024

/** Runs a command with an argument array (never a shell string) and returns its output. Rejects only when it cannot be started. */
export function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      detached: options.detached ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout = (stdout + chunk.toString()).slice(-keepBytes)))
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-keepBytes)))
    child.on('error', reject)
    // 'exit', not 'close': a daemon the script left behind may hold the pipes open for ever.
    child.on('exit', (code) => {
      setImmediate(() => {
        child.stdout.destroy()
        child.stderr.destroy()
        resolve({ code, stdout, stderr })
      })
    })
  })
}
