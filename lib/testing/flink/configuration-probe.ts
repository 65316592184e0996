import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const source = fileURLToPath(new URL('ConfigurationProbe.java', import.meta.url))

export type ProbeVerb =
  | 'load'
  | 'option'
  | 'keys'
  | 'all-keys'
  | 'default'
  | 'duration'
  | 'memory'
  | 'ports'
  | 'state-backend'
  | 'failover-strategy'
  | 'heartbeats'
export type ProbeRequest = [verb: ProbeVerb, ...parts: string[]]
export type ProbeAnswer = { ok: true; fields: string[] } | { ok: false; error: string }

/** Runs texts through Flink's own configuration classes; see ConfigurationProbe.java. */
export interface ConfigurationProbe {
  ask(requests: readonly ProbeRequest[]): Promise<ProbeAnswer[]>
  close(): Promise<void>
}

/**
 * Flink home of a version that `npm run demo` and the tests have in their cache, or FLINK_HOME of that version. @returns null: there is
 * none
 */
export function findFlinkHomeForTests(version: string): string | null {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const homes = [join(cache, 'understudy', 'flink', version), process.env.FLINK_HOME].filter((home) => home !== undefined)
  return (
    homes.find(
      (home) =>
        existsSync(join(home, 'lib')) &&
        readdirSync(join(home, 'lib')).some((name) => /^flink-dist.*\.jar$/.test(name) && name.includes(version)),
    ) ?? null
  )
}

/** Compiles the probe against that Flink with the JDK's own javac. */
export async function buildConfigurationProbe(flinkHome: string): Promise<ConfigurationProbe> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-probe-'))
  const libraries = join(flinkHome, 'lib', '*')
  await run('javac', ['-nowarn', '-cp', libraries, '-d', folder, source])
  return {
    ask: (requests) => askJava(`${folder}:${libraries}`, requests),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function askJava(classPath: string, requests: readonly ProbeRequest[]): Promise<ProbeAnswer[]> {
  const java = spawn('java', ['-Dfile.encoding=UTF-8', '-Xshare:auto', '-cp', classPath, 'ConfigurationProbe'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const encode = (text: string) => Buffer.from(text).toString('base64')
  java.stdin.end(requests.map(([verb, ...parts]) => `${[verb, ...parts.map(encode)].join('\t')}\n`).join(''))
  let out = ''
  for await (const chunk of java.stdout.setEncoding('utf8')) out += chunk
  const answers = out
    .split('\n')
    .filter((line) => line.startsWith('answer\t'))
    .map(toAnswer)
  if (answers.length !== requests.length) throw new Error(`asked ${requests.length} times, answered ${answers.length}`)
  return answers
}

function toAnswer(line: string): ProbeAnswer {
  const [, state, ...fields] = line.split('\t')
  const texts = fields.map((field) => Buffer.from(field.slice(1), 'base64').toString('utf8'))
  return state === 'ok' ? { ok: true, fields: texts } : { ok: false, error: texts[0] ?? '' }
}
