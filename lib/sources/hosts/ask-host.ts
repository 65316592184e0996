import 'server-only'
import { toLastPlain } from '@/lib/model/plain-text'
import { HostError, type HostRunner, type RunOptions, type RunResult } from './runner'

/** Standard input carries the script to the host, so a script has none of its own. */
export type ScriptOptions = Omit<RunOptions, 'input'>

/**
 * Runs one of our scripts with the host's `sh`. The script is sent over standard input: on ssh's command line a login shell would read it
 * first, and csh runs it line by line. Arguments stay arguments.
 * @throws HostError
 */
export function runScript(
  runner: HostRunner,
  host: string,
  script: string,
  args: readonly string[],
  options: ScriptOptions,
): Promise<RunResult> {
  return runner.run(host, ['sh', '-s', '--', ...args], { ...options, input: toInput(script) })
}

/** Runs a script whose answer begins with `understudy`. @returns the rest of the answer */
export async function askHost(
  runner: HostRunner,
  host: string,
  script: string,
  args: readonly string[],
  options: ScriptOptions,
): Promise<string> {
  const { stdout, stderr, code } = await runScript(runner, host, script, args, options)
  if (code === 0 && stdout.includes('understudy ')) return stdout
  throw new HostError(
    'bad-answer',
    host,
    `The login shell on ${host} does not run “sh -s”, or ${host} has no POSIX sh${stderr.trim() === '' ? '' : `: ${toLastPlain(stderr, 200)}`}. Try “echo echo ok | ssh ${host} sh -s” as the user who runs this console: it has to say ok and nothing else.`,
  )
}

/** The script's last word after its `understudy` mark. */
export function findWord(stdout: string): string | null {
  return /^understudy (\w+)$/m.exec(stdout.split('\n').reverse().join('\n'))?.[1] ?? null
}

/** One compound command: a script that arrives incomplete runs nothing, and no program in it reads the rest of it. */
function toInput(script: string): string {
  return `{\n${script.trim()}\n} </dev/null\n`
}
