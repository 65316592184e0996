import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, networkInterfaces, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { isLocalHost } from './is-local-host'
import { findBootTime, findStat } from './process-stat'
import { toPsProcesses } from './ps-table'
import { readLocalProcesses } from './read-local-processes'
import { toUserNames } from './user-names'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

const isLinux = process.platform === 'linux'

/** Has the command line of a JobManager: argv[0] is the launcher's name. */
async function startLookalike(): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn('/bin/sleep', ['600'], { argv0: 'java', stdio: 'ignore' })
  children.push(child)
  await new Promise((resolve) => child.once('spawn', resolve))
  if (child.pid === undefined) throw new Error('not started')
  return { child, pid: child.pid }
}

describe('/proc/PID/stat', () => {
  it('The fields of /proc/PID/stat are read behind the last bracket, since a name may hold any', () => {
    const fields = ['T', ...Array.from({ length: 18 }, (_, i) => String(i)), '4711', '0']
    expect(findStat(`42 (a) R (b) ${fields.join(' ')}`)).toEqual({ state: 'stopped', startTicks: 4_711 })
  })

  it('Any text of /proc and ps is parsed without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => void [findStat(text), findBootTime(text), toUserNames(text), toPsProcesses(text, 'h')]))
  })
})

describe.runIf(isLinux)('a process of this host', () => {
  it('A process of this host is seen as stopped after SIGSTOP', async () => {
    const { child, pid } = await startLookalike()
    child.kill('SIGSTOP')
    await expect.poll(async () => findStat(await readFile(`/proc/${pid}/stat`, 'latin1'))?.state).toBe('stopped')
  })
})

describe.runIf(isLinux)('the process table', () => {
  it('A JobManager is found in the process table by its command line, with owner, start and state', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hosts-'))
    const mainClass = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
    await writeFile(join(folder, mainClass), 'read forever\n')
    // A shell that runs a script of that name has exactly the arguments of a launched class.
    const child = spawn('/bin/sh', [mainClass, '--configDir', '/conf', '--host', 'jm1', '--webui-port', '18081'], {
      cwd: folder,
      argv0: 'java',
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    children.push(child)
    await new Promise((resolve) => child.once('spawn', resolve))
    const startedAt = Date.now()
    const find = async () => (await readLocalProcesses()).find(({ pid }) => pid === child.pid)
    const found = await find()
    expect(found).toEqual({
      kind: 'jobmanager',
      pid: child.pid,
      startedAt: expect.any(Number),
      host: hostname(),
      user: userInfo().username,
      configDir: '/conf',
      realConfigDir: null,
      hostArgument: 'jm1',
      webUiPort: 18_081,
      listens: null,
      state: 'running',
    })
    expect(Math.abs((found?.startedAt ?? 0) - startedAt)).toBeLessThan(60_000)
    child.kill('SIGSTOP')
    await expect.poll(async () => (await find())?.state).toBe('stopped')
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    expect(await find()).toBeUndefined()
    await rm(folder, { recursive: true })
  })

  it('A JobManager without a port on its command line has the ports it listens on', async () => {
    const script = "require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })"
    const folder = await mkdtemp(join(tmpdir(), 'hosts-'))
    const mainClass = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
    await writeFile(join(folder, mainClass), `${script}\n`)
    const child = spawn(process.execPath, [mainClass, '--configDir', '/conf'], {
      cwd: folder,
      argv0: 'java',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    children.push(child)
    const port = Number(await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim()))))
    const found = (await readLocalProcesses()).find(({ pid }) => pid === child.pid)
    expect(found).toMatchObject({ kind: 'jobmanager', configDir: '/conf', webUiPort: null, listens: [port] })
    await rm(folder, { recursive: true })
  })
})

describe('ps of macOS', () => {
  it('The ps of macOS is read with start, state and arguments', () => {
    const line =
      'flink  4711 Ss   Sun Nov 22 21:53:45 2026 /usr/bin/java -Xmx1g org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir /opt/flink/conf --executionMode cluster --host localhost --webui-port 8082'
    expect(toPsProcesses(`${line}\nroot 1 S Sun Nov 22 21:53:45 2026 /sbin/launchd\nnonsense`, 'mac')).toEqual([
      {
        kind: 'jobmanager',
        pid: 4_711,
        startedAt: Date.parse('Sun Nov 22 21:53:45 2026'),
        host: 'mac',
        user: 'flink',
        configDir: '/opt/flink/conf',
        realConfigDir: null,
        hostArgument: 'localhost',
        webUiPort: 8_082,
        listens: null,
        state: 'running',
      },
    ])
  })
})

describe('isLocalHost', () => {
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .map(({ address }) => address)
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', '::ffff:127.0.0.1', ...own])('The host %s is local', async (host) => {
    expect(await isLocalHost(host)).toBe(true)
  })

  it.each(['', '192.0.2.1', '2001:db8::1', 'no-such-host.invalid'])('The host %j is not local', async (host) => {
    expect(await isLocalHost(host)).toBe(false)
  })
})
