import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { deriveLiveness, type ProcessIdentity } from '../decide/process-look'
import { waitUntil } from '@/e2e/lab'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { askLiveness, lookAtProcess } from './look-at-process'
import { lookScript } from './look-script'
import { parseLook } from './parse-look'

/** The runner's local half, with nothing but what is tested here. */
const runner = {
  async run(_host: string, argv: readonly string[], { input }: { input?: string }) {
    const { status, stdout, stderr } = spawnSync(argv[0]!, argv.slice(1), { input, encoding: 'utf8' })
    return { code: status, stdout, stderr }
  },
} as unknown as HostRunner

const inOtherTime = ['--time', '--boottime', '86400', '--fork']
const hasTimeSpaces = spawnSync('unshare', [...inOtherTime, 'true']).status === 0
if (!hasTimeSpaces) console.warn('\nSKIPPED: time name spaces. They need Linux 5.6, root and unshare of util-linux 2.36.\n')
/** Looks from a time name space whose start times are a day later. */
const shifted = {
  run: (host: string, argv: readonly string[], options: { deadlineMs: number }) =>
    runner.run(host, ['unshare', ...inOtherTime, ...argv], options),
} as unknown as HostRunner

const children: ChildProcess[] = []
const start = (...argv: string[]) => {
  const child = spawn(argv[0]!, argv.slice(1), { stdio: 'ignore' })
  children.push(child)
  return child
}
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

async function identify(child: ChildProcess, rpcPort = 1): Promise<ProcessIdentity> {
  const look = await lookAtProcess(runner, 'localhost', { mode: 'look', pid: child.pid! })
  return {
    host: 'localhost',
    pid: child.pid!,
    startTicks: look.process!.startTicks!,
    bootId: look.bootId!,
    pidNamespace: look.pidNamespace!,
    rpcPort,
    restPort: 1,
    published: null,
    commandLine: '',
    mode: 'session',
  }
}

describe.runIf(process.platform === 'linux')('processes on this host', () => {
  it('A look at a process reads its start time, arguments, threads and listening ports', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const look = await lookAtProcess(runner, 'localhost', { mode: 'look', pid: process.pid })
    expect(look.process!.startTicks).toBe(
      readFileSync('/proc/self/stat', 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[19],
    )
    expect(look.process!.arguments![0]).toContain('node')
    expect(look.process!.threads!.length).toBeGreaterThan(1)
    expect(look.process!.ownPorts).toContain(port)
    expect(look.listening).toContainEqual({ port, holders: [] })
    server.close()
  })

  it('A process is told as alive, stopped, dead as an unreaped zombie, and gone', async () => {
    const child = start('sleep', '600')
    const identity = await identify(child)
    expect((await askLiveness(runner, identity, 'death')).state).toBe('alive')
    child.kill('SIGSTOP')
    await expect.poll(async () => (await askLiveness(runner, identity, 'death')).state).toBe('stopped')
    expect(await askLiveness(runner, identity, 'kill')).toMatchObject({ state: 'dead' })
    await waitUntil('it was waited for', { within: 60_000, every: 20 }, () => child.signalCode !== null)
    expect(await askLiveness(runner, identity, 'death')).toEqual({
      state: 'dead',
      how: `pid ${child.pid} is gone; nothing listens on its RPC port 1`,
    })
  })

  it('A zombie counts as dead although kill -0 succeeds', async () => {
    // The shell becomes `sleep`, which never waits for the child that the shell had.
    const parent = start('sh', '-c', 'sleep 0.2 & exec sleep 600')
    const zombie = await waitUntil(
      'the child is there',
      { within: 60_000, every: 20 },
      () => Number(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim()) || null,
    )
    const look = await lookAtProcess(runner, 'localhost', { mode: 'look', pid: zombie })
    const identity: ProcessIdentity = { ...(await identify(parent)), pid: zombie, startTicks: look.process!.startTicks! }
    const life = await waitUntil('it ended', { within: 60_000, every: 50 }, async () => {
      const seen = await askLiveness(runner, identity, 'death')
      return seen.state === 'dead' ? seen : null
    })
    expect(process.kill(zombie, 0)).toBe(true)
    expect(life).toMatchObject({ how: expect.stringContaining('has ended (state Z, and all its threads)') as string })
  })

  it('A process whose first thread ended while another runs is alive', async () => {
    const program =
      'import ctypes, threading, time\nthreading.Thread(target=lambda: time.sleep(600)).start()\nctypes.CDLL(None).pthread_exit(None)'
    const child = start('python3', '-c', program)
    const look = await waitUntil('its first thread is a zombie', { within: 60_000, every: 50 }, async () => {
      const seen = await lookAtProcess(runner, 'localhost', { mode: 'look', pid: child.pid! })
      return seen.process?.state === 'Z' ? seen : null
    })
    const identity = { ...(await identify(child)), startTicks: look.process!.startTicks! }
    expect(deriveLiveness(identity, look)).toEqual({
      state: 'alive',
      why: `the first thread of pid ${child.pid} has ended, others have not`,
    })
  })

  it('A process that ends during the look is gone, and one that cannot be read is not', async () => {
    // Its parent waits for it: this test's own children would stay zombies while a command runs.
    const parent = start('sh', '-c', 'sleep 600 & wait; sleep 600')
    const pid = await waitUntil(
      'the child is there',
      { within: 60_000, every: 20 },
      () => Number(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim()) || null,
    )
    const look = await lookAtProcess(runner, 'localhost', { mode: 'look', pid })
    const identity: ProcessIdentity = { ...(await identify(parent)), pid, startTicks: look.process!.startTicks! }
    const shims = mkdtempSync(join(tmpdir(), 'understudy-shims-'))
    writeFileSync(
      join(shims, 'cat'),
      `#!/bin/sh\nif [ "$1" = /proc/${pid}/stat ]; then kill -9 ${pid}; while [ -d /proc/${pid} ]; do sleep 0.02; done; fi\nexec /bin/cat "$@"\n`,
      { mode: 0o755 },
    )
    const slow = {
      run: (host: string, argv: string[], options: object) =>
        runner.run(host, ['env', `PATH=${shims}:${process.env.PATH}`, ...argv], options as never),
    } as unknown as HostRunner
    expect(await askLiveness(slow, identity, 'death')).toMatchObject({
      state: 'dead',
      how: expect.stringContaining(`pid ${pid} is gone`) as string,
    })
    rmSync(shims, { recursive: true })
  })

  it('A kill spares a later process with the same pid, whose existence proves the earlier one gone', async () => {
    const child = start('sleep', '600')
    const earlier = { ...(await identify(child)), startTicks: '12' }
    expect(await askLiveness(runner, earlier, 'kill')).toMatchObject({
      state: 'dead',
      how: expect.stringContaining('another process now') as string,
    })
    expect((await askLiveness(runner, await identify(child), 'death')).state).toBe('alive')
    const otherBoot = { ...(await identify(child)), bootId: '00000000-0000-0000-0000-000000000000' }
    expect((await askLiveness(runner, otherBoot, 'kill')).state).toBe('unknown')
    expect((await askLiveness(runner, await identify(child), 'death')).state).toBe('alive')
  })

  it('A death is not proven while an older process holds the RPC port, but it is when a later process holds it', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const identity = await identify(start('sleep', '600'), port)
    expect(await askLiveness(runner, identity, 'kill')).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining(
        `pid ${process.pid}, which is not proven to have started later, listens on its RPC port ${port}`,
      ) as string,
    })
    server.close()
    const successor = start('python3', '-c', `import socket, time\ns = socket.create_server(("127.0.0.1", ${port}))\ntime.sleep(600)`)
    const life = await waitUntil('it listens', { within: 60_000, every: 50 }, async () =>
      ((seen) => seen.state === 'dead' && seen.how.includes('later process') && seen)(await askLiveness(runner, identity, 'death')),
    )
    expect(life.how).toContain(`on its ports listens a later process (pid ${successor.pid})`)
  })

  it('A look reads who writes a log, which ZooKeeper connection the log names, and whether the process holds it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-log-'))
    const log = join(folder, 'jm.log')
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const program = `import socket, time\ns = socket.create_connection(("127.0.0.1", ${port}))\nf = open("${log}", "a")\nprint("INFO Socket connection established, initiating session, client: /127.0.0.1:%d, server: localhost/127.0.0.1:${port}\\nINFO Session establishment complete on server localhost/127.0.0.1:${port}, session id = 0x0a, negotiated timeout = 40000" % s.getsockname()[1], file=f, flush=True)\ntime.sleep(600)`
    const writer = start('python3', '-c', program, `-Dlog.file=${log}`)
    const newest = await waitUntil(
      'it wrote',
      { within: 60_000, every: 50 },
      async () => (await lookAtProcess(runner, 'localhost', { mode: 'look', pid: writer.pid! })).process?.log?.newest,
    )
    const look = (await lookAtProcess(runner, 'localhost', { mode: 'look', pid: writer.pid! })).process!
    expect(look.log).toMatchObject({ writers: [writer.pid], newest: { zkSessionId: '0xa', server: `localhost/127.0.0.1:${port}` } })
    expect(look.connections).toContainEqual({
      local: newest.client.slice(1),
      remote: `127.0.0.1:${port}`,
      inode: expect.stringMatching(/^\d+$/) as string,
    })
    // A process that only reads is no writer; one that appends is, and then the file has no single writer.
    start('tail', '-f', log)
    const second = start('sh', '-c', `exec >>${log}; exec sleep 600`)
    await waitUntil(
      'both are seen',
      { within: 60_000, every: 50 },
      async () => (await lookAtProcess(runner, 'localhost', { mode: 'look', pid: writer.pid! })).process?.log?.writers?.length === 2,
    )
    expect([...(await lookAtProcess(runner, 'localhost', { mode: 'look', pid: writer.pid! })).process!.log!.writers!].sort()).toEqual(
      [writer.pid, second.pid].sort(),
    )
    // Rolled away: it no longer writes to the file of that name.
    renameSync(log, `${log}.1`)
    writeFileSync(log, 'another file')
    expect((await lookAtProcess(runner, 'localhost', { mode: 'look', pid: writer.pid! })).process!.log).toMatchObject({
      writers: null,
      newest: null,
    })
    server.close()
    rmSync(folder, { recursive: true })
  })

  it.skipIf(!hasTimeSpaces)(
    'From another time namespace, where start times are shifted, no death is proven and nothing is killed',
    async () => {
      const child = start('sleep', '600')
      const identity = await identify(child)
      const unknown = { state: 'unknown', why: 'localhost was looked at from another container than before' }
      for (const mode of ['death', 'kill'] as const) expect(await askLiveness(shifted, identity, mode)).toEqual(unknown)
      expect(child.signalCode).toBeNull()
      expect((await askLiveness(runner, identity, 'death')).state).toBe('alive')
    },
  )

  it('Hostile arguments never reach a shell', async () => {
    await expect(lookAtProcess(runner, 'localhost', { mode: 'look', pid: -1 })).rejects.toThrow('No process id')
    await expect(askLiveness(runner, { ...(await identify(start('sleep', '600'))), bootId: '$(touch /tmp/x)' }, 'kill')).rejects.toThrow(
      'No identity',
    )
    expect(spawnSync('sh', ['-s', '--', 'death', '1; touch /tmp/x'], { input: lookScript }).status).toBe(64)
  })
})

it('A truncated answer of the look script is rejected', () => {
  expect(parseLook('kernel Linux\nboot b\nthere no\nports read\n')).toBeNull()
  expect(parseLook('')).toBeNull()
})

it('An answer from another operating system names that system', () => {
  expect(parseLook('kernel Darwin\nend\n')).toMatchObject({ kernel: 'Darwin', bootId: null, listening: null })
})
