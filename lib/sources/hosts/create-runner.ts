import 'server-only'
import { toPreciseDurationText } from '@/lib/base/durations'
import { isHost } from '@/lib/flink/configuration/host'
import { toPlainLine } from '@/lib/model/plain-text'
import { isLocalHost } from './is-local-host'
import { HostError, type HostRunner, type RunOptions, type RunResult } from './runner'
import { toScriptEnvironment } from './script-environment'
import { toShellWords, UnquotableError } from './shell-words'
import { spawnCommand, type SpawnFailure } from './spawn-command'
import { toSshArguments, toSshControl, type SshWay } from './ssh-arguments'

export interface RunnerOptions {
  /** `local`: this machine only; `ssh`: this machine directly and the others through ssh. */
  control: 'local' | 'ssh' | 'none'
  ssh: SshWay
  /** Why the ssh options cannot be used; then no command goes through ssh. */
  sshProblem?: string | null
  environment?: NodeJS.ProcessEnv
}

/** Exit code of ssh's own failures; none of our commands ends with it. */
const sshFailed = 255

/** Runs commands on a cluster's hosts. Only host names reach ssh. */
export function createHostRunner(options: RunnerOptions): HostRunner {
  const { ssh, environment = process.env } = options
  const reached = new Set<string>()

  async function run(host: string, argv: readonly string[], how: RunOptions): Promise<RunResult> {
    if (await isReachedLocally(host, options)) return runHere(host, argv, how, environment)
    reached.add(host)
    const words = quote(host, () => toSshArguments(host, withEnvironment(argv, how.env), ssh))
    const answer = await spawnCommand('ssh', words, toScriptEnvironment(environment), how)
    const result = toResult(host, argv, how, answer, ', run over ssh,')
    if (result.code === sshFailed || result.code === null) throw unreachable(host, result, ssh.options.length > 0)
    return result
  }
  return {
    run,
    async describe(host, argv, env) {
      const isLocal = await isHere(host)
      return quote(host, () => {
        const words = toShellWords(withEnvironment(argv, env))
        return isLocal ? words : `ssh ${host} ${toShellWords([words])}`
      })
    },
    isLocal: isHere,
    async warm(host) {
      await run(host, ['true'], { deadlineMs: 15_000 })
    },
    async close() {
      if (ssh.socketFolder === null) return
      await Promise.all(
        [...reached].map((host) =>
          spawnCommand('ssh', toSshControl(host, 'exit', ssh), toScriptEnvironment(environment), { deadlineMs: 2_000 }),
        ),
      )
      reached.clear()
    },
  }
}

async function runHere(host: string, argv: readonly string[], how: RunOptions, environment: NodeJS.ProcessEnv): Promise<RunResult> {
  const [program = '', ...words] = argv
  return toResult(host, argv, how, await spawnCommand(program, words, toScriptEnvironment(environment, how.env), how))
}

/** @throws HostError bad-host */
async function isHere(host: string): Promise<boolean> {
  if (!isHost(host))
    throw new HostError(
      'bad-host',
      host.slice(0, 100),
      `${JSON.stringify(host.slice(0, 100))} is no host name. Correct the file that names it.`,
    )
  return isLocalHost(host)
}

/** @throws HostError no-control: no command may run on it from here */
async function isReachedLocally(host: string, { control, sshProblem = null }: RunnerOptions): Promise<boolean> {
  const isLocal = await isHere(host)
  if (control === 'none')
    throw new HostError(
      'no-control',
      host,
      `This console controls no host of this cluster. Set \`control: ${isLocal ? 'local' : 'ssh'}\` for it in understudy.yaml.`,
    )
  if (!isLocal && control === 'local')
    throw new HostError(
      'no-control',
      host,
      `${host} is another machine. Set \`control: ssh\` for this cluster in understudy.yaml to act there.`,
    )
  if (!isLocal && sshProblem !== null) throw new HostError('no-control', host, sshProblem)
  return isLocal
}

/** @throws HostError bad-argument, before anything was sent to the host */
function quote<T>(host: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (UnquotableError.is(error))
      throw new HostError(
        'bad-argument',
        host,
        `${error.message}, which not every login shell passes on unharmed, so nothing was run on ${host}. Rename that path or correct the file that names it.`,
        { cause: error },
      )
    throw error
  }
}

function withEnvironment(argv: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  return pairs.length > 0 ? ['env', ...pairs, ...argv] : argv
}

/** @param way part of the sentence, so that the reader checks ssh too */
function toResult(
  host: string,
  argv: readonly string[],
  { deadlineMs }: RunOptions,
  answer: RunResult | SpawnFailure,
  way: ', run over ssh,' | '' = '',
): RunResult {
  if (!('why' in answer)) return answer
  const program = (argv[0] ?? '').slice(0, 200)
  switch (answer.why) {
    case 'deadline':
      throw new HostError(
        'deadline',
        host,
        `“${program}” on ${host}${way} did not end within ${toPreciseDurationText(deadlineMs)}. It may still run there; look before you try again.`,
      )
    case 'aborted':
      throw new HostError('aborted', host, `“${program}” on ${host}${way} was cancelled. It may still run there.`)
    case 'no-program':
      throw new HostError('no-program', host, `“${program}” on ${host} could not be started: ${answer.cause.message.slice(0, 200)}.`, {
        cause: answer.cause,
      })
  }
}

/** @param hasOptions ssh was given options of this cluster */
function unreachable(host: string, { stderr }: RunResult, hasOptions: boolean): HostError {
  const refused = findKeyRefusal(host, stderr)
  if (refused !== null) return new HostError('unreachable', host, refused)
  const said = toPlainLine(stderr.trim().split('\n').at(-1) ?? '', 300)
  // Flink's scripts may set FLINK_SSH_OPTS themselves, which nothing here reads.
  const hint = hasOptions
    ? ''
    : ' If bin/config.sh or another script of this cluster sets FLINK_SSH_OPTS, give the same as sshOptions in understudy.yaml.'
  return new HostError(
    'unreachable',
    host,
    `ssh to ${host} failed${said === '' ? '' : `: ${said}`}. Try “ssh ${host} true” as the user who runs this console. What the command did there is not known.${hint}`,
  )
}

/**
 * What to do where ssh refused the host's key (OpenSSH, sshconnect.c, `verify_host_key`); null: it failed otherwise. Then no command ran
 * there.
 */
function findKeyRefusal(host: string, stderr: string): string | null {
  if (!/^Host key verification failed\.\s*$/m.test(stderr)) return null
  const nothing = `Nothing was run on ${host}.`
  return stderr.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')
    ? `ssh refuses ${host}: its key is another than the one in known_hosts. That is so when the host was set up anew, and when another machine answers by its name. Find out which, then fix known_hosts of the user who runs this console. ${nothing}`
    : `ssh refuses ${host}: its key was not accepted here. Run “ssh ${host}” once as the user who runs this console, and compare the key with the host’s own before you accept it. ${nothing}`
}
