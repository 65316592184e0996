import 'server-only'
import { toLastPlain } from '@/lib/model/plain-text'
import { HostError, type HostRunner, type RunOptions } from './runner'

/** Runs one of our scripts by the host's `sh`; arguments stay arguments. */
export async function askHost(runner: HostRunner, host: string, script: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { stdout, stderr, code } = await runner.run(host, toScriptCall(script, args), options)
  if (code === 0 && stdout.includes('understudy ')) return stdout
  throw new HostError('bad-answer', host, `${host} did not answer as its own shell should${stderr.trim() === '' ? '' : `: ${toLastPlain(stderr, 200)}`}. Try “ssh ${host} sh -c true” as the user who runs this console.`)
}

export function toScriptCall(script: string, args: readonly string[]): string[] {
  return ['sh', '-c', script, 'understudy', ...args]
}

/** The last word our script said behind its mark. */
export function findWord(stdout: string): string | null {
  return /^understudy (\w+)$/m.exec(stdout.split('\n').reverse().join('\n'))?.[1] ?? null
}
