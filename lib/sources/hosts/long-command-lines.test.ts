import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findProcesses } from './find-processes'
import { readLocalProcesses } from './read-local-processes'
import type { HostRunner } from './runner'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
/** One argument has at most 128 KB on Linux. */
const long = [1, 2, 3].map((number) => `-Dtext${number}=${'x'.repeat(100_000)}`)
const shells = { dash: ['dash'], bash: ['bash'], busybox: ['busybox', 'sh'] }
const unknown = { configDir: null, realConfigDir: null, hostArgument: null, webUiPort: null, listens: null, state: 'running' }
const children: ChildProcess[] = []
let folder: string
let conf: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'us-long-'))
  conf = join(folder, 'conf')
  mkdirSync(conf)
  writeFileSync(join(folder, session), 'read forever\n')
})
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A shell that reads its script from a pipe ignores all other words, and has them on its command line. */
async function start(words: readonly string[], argv0 = 'java'): Promise<number> {
  const child = spawn('bash', ['-s', '--', ...words], { cwd: folder, argv0, stdio: ['pipe', 'ignore', 'ignore'] })
  children.push(child)
  await new Promise((resolve, reject) => child.once('spawn', () => resolve(undefined)).once('error', reject))
  return child.pid!
}

/** This host, by one of its shells. */
function aRunner([program = '', ...words]: readonly string[]): HostRunner {
  return {
    run: async (_host: string, argv: readonly string[], { input }: { input?: string }) => {
      const { status, stdout, stderr } = spawnSync(program, [...words, ...argv.slice(1)], { input, encoding: 'utf8', maxBuffer: 1e8 })
      return { code: status, stdout, stderr }
    },
  } as unknown as HostRunner
}

describe.runIf(process.platform === 'linux').each(Object.entries(shells))('a host whose shell is %s', (_name, words) => {
  it.skipIf(spawnSync(words[0]!, ['-c', 'true']).error !== undefined)(
    'A JobManager whose command line is too long to be read is named, and all others are read',
    async () => {
      const args = [session, '--configDir', conf, '--webui-port', '18081']
      const before = await start([...long, ...args])
      const behind = await start([...args, ...long])
      const plain = await start(['-Dtext=x', ...args])
      const others = [await start([...long, 'org.apache.flink.Other'], 'other'), await start([...long, 'Other'])]
      expect(readFileSync(`/proc/${before}/cmdline`).length).toBeGreaterThan(262_144)
      const { processes, unread } = await findProcesses(aRunner(words), 'jm1', conf)
      const seen = processes.map(({ identity }) => identity.pid)
      expect([before, behind, plain, ...others].map((pid) => seen.includes(pid))).toEqual([false, false, true, false, false])
      expect([before, behind, plain, ...others].map((pid) => unread.includes(pid))).toEqual([true, true, false, false, false])
    },
  )
})

describe.runIf(process.platform === 'linux')('the table of this host', () => {
  it('A process that cannot be identified is listed, and none is left out', async () => {
    const [one, other] = [await start([...long, session, '--configDir', conf]), await start([...long, 'Other'])]
    const table = await readLocalProcesses()
    expect([one, other].map((pid) => table.find((each) => each.pid === pid))).toEqual([
      { ...unknown, kind: 'unread', pid: one, startedAt: expect.any(Number) as number, host: hostname(), user: userInfo().username },
      undefined,
    ])
  })
})
