import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import type { HostProcess } from '@/lib/model/facts'
import { lookAtDirectories } from './look-at-directories'
import { deriveHostEnvironment, probeHostEnvironment } from './probe'
import { readPidFiles } from './read-pid-files'
import { resolveHosts } from './resolve-hosts'

let folder: string
/** The folder for temporary files is on no share; on systems other than Linux that is not known. */
const network = expect.toBeOneOf([false, null])
const never = new AbortController().signal
const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))
const aProcess = (over: Partial<HostProcess>): HostProcess => ({
  kind: 'jobmanager',
  pid: process.pid,
  startedAt: null,
  host: 'here',
  user: null,
  configDir: null,
  realConfigDir: null,
  hostArgument: null,
  webUiPort: null,
  listens: null,
  state: 'running',
  ...over,
})

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'understudy-environment-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('hosts', () => {
  it('A host resolves, resolves to this machine only, or is unknown to the name server, and is left out without an answer', async () => {
    const answers: Record<string, Promise<{ address: string }[]>> = {
      far: Promise.resolve([{ address: '10.0.0.1' }, { address: '127.0.0.1' }]),
      near: Promise.resolve([{ address: '127.0.1.1' }, { address: '::1' }]),
      gone: fail('ENOTFOUND'),
      silent: fail('EAI_AGAIN'),
      slow: new Promise(() => {}),
    }
    const found = await resolveHosts(Object.keys(answers), AbortSignal.timeout(100), (host) => answers[host] ?? fail('x'))
    expect(Object.fromEntries(found)).toEqual({
      far: { resolves: true, loopback: false, machines: 2 },
      near: { resolves: true, loopback: true, machines: 1 },
      gone: { resolves: false, loopback: false },
    })
  })
})

it('A lookup of hundreds of hosts adds one listener to its signal', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  await resolveHosts(
    Array.from({ length: 300 }, (_none, index) => `h${index}`),
    AbortSignal.timeout(10),
    () => new Promise(() => {}),
  )
  await sleep(10)
  process.off('warning', warned)
  expect(warned).not.toHaveBeenCalled()
})

describe('directories', () => {
  it('A directory is present, missing or a file, or left out where it cannot be examined', async () => {
    await writeFile(join(folder, 'file'), '')
    await symlink(join(folder, 'loop'), join(folder, 'loop'))
    const found = await lookAtDirectories(
      [folder, join(folder, 'none'), join(folder, 'file'), join(folder, 'file', 'x'), join(folder, 'loop')],
      never,
    )
    const nothing = { readable: false, writable: false }
    const missing = { state: 'missing', ...nothing, network }
    expect([...found]).toEqual([
      [folder, { state: 'present', readable: true, writable: true, network }],
      [join(folder, 'none'), missing],
      [join(folder, 'file'), { state: 'not-a-folder', ...nothing }],
      [join(folder, 'file', 'x'), missing],
    ])
  })

  it.skipIf(process.getuid?.() === 0)('A directory may be closed to this user', async () => {
    const closed = join(folder, 'closed')
    await mkdir(join(closed, 'inside'), { recursive: true })
    await chmod(closed, 0o500)
    expect(await lookAtDirectories([closed], never)).toEqual(
      new Map([[closed, { state: 'present', readable: true, writable: false, network }]]),
    )
    await chmod(closed, 0)
    expect([...(await lookAtDirectories([join(closed, 'inside')], never)).values()]).toEqual([
      { state: 'denied', readable: false, writable: false, network: null },
    ])
    await chmod(closed, 0o700)
  })
})

describe('pid files', () => {
  it('A pid file has dead and living pids, and whether they are of this conf folder', async () => {
    const conf = join(folder, 'conf')
    await mkdir(conf)
    await symlink(conf, join(folder, 'link'))
    const path = join(folder, 'flink-me-standalonesession.pid')
    await writeFile(path, `4194399\n${process.pid}\n${process.ppid}\nnonsense\n`)
    await writeFile(join(folder, 'other.pid'), '1')
    const read = (processes: HostProcess[] | null) => readPidFiles(folder, conf, processes)
    expect(await read([aProcess({ configDir: join(folder, 'link') }), aProcess({ pid: process.ppid, configDir: '/else/where' })])).toEqual([
      {
        path,
        pids: [
          { pid: 4194399, alive: false, ours: false },
          { pid: process.pid, alive: true, ours: true },
          { pid: process.ppid, alive: true, ours: false },
        ],
      },
    ])
    expect((await read([]))?.[0]?.pids[1]).toEqual({ pid: process.pid, alive: true, ours: false })
    expect((await read(null))?.[0]?.pids[1]).toEqual({ pid: process.pid, alive: true, ours: null })
    expect((await read([aProcess({})]))?.[0]?.pids[1]).toEqual({ pid: process.pid, alive: true, ours: null })
  })

  it('A pid file that is no file is skipped, and a folder that does not exist gives null', async () => {
    execFileSync('mkfifo', [join(folder, 'flink-me-taskexecutor.pid')])
    await mkdir(join(folder, 'flink-me-zookeeper.pid'))
    await symlink('/etc/passwd', join(folder, 'flink-me-historyserver.pid'))
    expect(await readPidFiles(folder, null, null)).toEqual([])
    expect(await readPidFiles(join(folder, 'none'), null, null)).toBe(null)
  })
})

describe('a probe', () => {
  const parse = (masters: string) =>
    parseConfTexts(
      {
        masters,
        'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.storageDir: file://${folder}\nhigh-availability.zookeeper.quorum: 127.0.0.1:2181\nenv.pid.dir: ${folder}\n`,
      },
      { flinkVersion: '1.20.1' },
    )
  const options = (local: boolean, signal = never) => ({ confFolder: folder, processes: [], isLocalHost: async () => local, signal })

  it('A probe examines directories only on a machine that masters names', async () => {
    const here = await probeHostEnvironment(parse('127.0.0.1:8081'), options(true))
    expect(here).toEqual({
      hosts: new Map([['127.0.0.1', { resolves: true, loopback: true, machines: 1 }]]),
      directories: new Map([[folder, { state: 'present', readable: true, writable: true, network }]]),
      pidFiles: [],
      confFolder: folder,
      sharedDefaultFileSystem: false,
    })
    expect((await probeHostEnvironment(parse('127.0.0.1:8081'), options(false))).directories).toEqual(new Map())
  })

  it('A probe without time left knows nothing', async () => {
    expect(await probeHostEnvironment(parse('127.0.0.1:8081'), options(true, AbortSignal.abort()))).toEqual({
      hosts: new Map(),
      directories: new Map(),
      pidFiles: null,
      confFolder: folder,
      sharedDefaultFileSystem: false,
    })
  })

  it('A probe without permission to ask knows only what the texts say', () => {
    expect(deriveHostEnvironment(parse('a:1'), null)).toEqual({
      hosts: new Map(),
      directories: new Map(),
      pidFiles: null,
      confFolder: null,
      sharedDefaultFileSystem: false,
    })
  })
})
