import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from '@/e2e/lab/errors'
import { findProcess, type ProcessFacts } from './identity'
import { runCommand } from './run-command'

export interface DaemonRequest {
  name: string
  /** A script of Flink's bin folder and its arguments, e.g. jobmanager.sh start localhost 8081. */
  script: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Folder of Flink's pid files: they show what the scripts started. */
  pidFolder: string
  /** Distinguishes this daemon's command line from those of others started at the same time. */
  isMine: (command: string[]) => boolean
}

export interface StartedDaemon extends ProcessFacts {
  /** -Dlog.file of the JVM; null when there is none. */
  logFile: string | null
}

/** Starts a daemon through Flink's own script and finds its process by the pid file and the command line. */
export async function startDaemon(request: DaemonRequest): Promise<StartedDaemon> {
  const before = new Set(await getPids(request.pidFolder))
  // Detached: in a process group of its own, so that Ctrl-C at the terminal does not end it out of order.
  const result = await runCommand(request.script, request.args, { env: request.env, timeoutMs: 120_000, detached: true })
  for (const pid of await getPids(request.pidFolder)) {
    const found = before.has(pid) ? null : await findJvm(pid)
    if (found && request.isMine(found.command)) return { ...found, logFile: toLogFile(found.command) }
  }
  const said = `${result.stderr}\n${result.stdout}`.trim().split('\n').slice(-3).join(' ')
  throw new LabError('start-failed', `${request.name} did not start. Its script said: ${said || 'nothing'}`)
}

// Between fork and exec the new process still carries the shell's command line.
async function findJvm(pid: number): Promise<ProcessFacts | null> {
  for (let look = 0; look < 400; look++) {
    const found = findProcess(pid)
    if (!found || found.command.includes('-classpath')) return found
    await sleep(25)
  }
  return null
}

/** -Dlog.file of a JVM: where it logs. */
export function toLogFile(command: string[]): string | null {
  return command.find((part) => part.startsWith('-Dlog.file='))?.slice('-Dlog.file='.length) ?? null
}

async function getPids(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  const files = names.filter((name) => name.endsWith('.pid')).map((name) => readFile(join(folder, name), 'utf8').catch(() => ''))
  return (await Promise.all(files)).flatMap((text) => text.split('\n').map(Number)).filter((pid) => pid > 1)
}

/** The environment for Flink's scripts: this process's, without any other Flink's settings. */
export function getScriptEnv(confDir: string, javaHome: string | null): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, FLINK_CONF_DIR: confDir }
  for (const key of Object.keys(env)) {
    if (/^(FLINK_(?!CONF_DIR)|HADOOP_|YARN_|HBASE_|JVM_ARGS|ZK_HEAP)/.test(key)) delete env[key]
  }
  if (javaHome) env.JAVA_HOME = javaHome
  return env
}
