import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { askIfGone, sendSignal, waitUntilGone } from './act-on-process'
import { createHostRunner } from './create-runner'
import { findProcesses, toProcessTable } from './find-processes'
import type { FoundProcess } from './found-process'
import type { HostRunner } from './runner'
import { createExitWatch } from './watch-exits'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
const children: ChildProcess[] = []
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'us-act-'))
  await mkdir(join(folder, 'conf'))
  // A shell that runs a script of that name has exactly the arguments of a launched class.
  await writeFile(join(folder, session), 'trap "exit 0" TERM\nwhile :; do sleep 0.05; done\n')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function startLookalike(port = '18081', confDir = join(folder, 'conf')): Promise<ChildProcess & { pid: number }> {
  const child = spawn('/bin/sh', [session, '--configDir', confDir, '-D', 'jobmanager.rpc.address=jm1', '-D', `rest.port=${port}`], {
    cwd: folder,
    argv0: 'java',
    stdio: 'ignore',
  })
  children.push(child)
  await new Promise((resolve) => child.once('spawn', resolve))
  return child as ChildProcess & { pid: number }
}

async function find(pid: number, confDir = join(folder, 'conf')): Promise<FoundProcess> {
  const found = (await findProcesses(runner, 'localhost', confDir)).processes.find(({ identity }) => identity.pid === pid)
  if (!found) throw new Error('not found')
  return found
}

describe.runIf(process.platform === 'linux')('a process on its host', () => {
  it('A process is found by its command line, and distinguished from one of another conf folder', async () => {
    const { pid } = await startLookalike()
    const other = await startLookalike('18081', '/elsewhere/conf')
    await symlink(join(folder, 'conf'), join(folder, 'link'))
    expect(await find(pid)).toMatchObject({
      identity: {
        host: 'localhost',
        pid,
        start: expect.stringMatching(/^\d+$/),
        boot: expect.stringMatching(/^[0-9a-f-]{36}$/),
        command: expect.stringMatching(/^\d+ \d+$/),
      },
      java: { kind: 'jobmanager', host: 'jm1', webUiPort: 18_081, configDir: join(folder, 'conf') },
      state: 'running',
      usesConfDir: true,
      user: expect.any(String),
      listens: [],
      ageMs: expect.any(Number),
    })
    expect((await find(pid, join(folder, 'link'))).usesConfDir).toBe(true)
    expect((await find(other.pid)).usesConfDir).toBe(false)
  })

  it('A process receives a signal, is waited for, and is gone', async () => {
    const { pid } = await startLookalike()
    const { identity } = await find(pid)
    expect(await askIfGone(runner, identity)).toBe('there')
    expect(await waitUntilGone(runner, identity, 200)).toBe(false)
    expect(await sendSignal(runner, identity, 'STOP')).toBe('sent')
    expect((await find(pid)).state).toBe('stopped')
    expect(await askIfGone(runner, identity)).toBe('there')
    expect(await sendSignal(runner, identity, 'CONT')).toBe('sent')
    expect(await sendSignal(runner, identity, 'TERM')).toBe('sent')
    expect(await waitUntilGone(runner, identity, 5_000)).toBe(true)
    expect(await sendSignal(runner, identity, 'KILL')).toBe('gone')
  })

  it('A process with a later start, another command line or another boot is left alone', async () => {
    const child = await startLookalike()
    const { identity } = await find(child.pid)
    expect(await sendSignal(runner, { ...identity, start: String(Number(identity.start) - 1) }, 'KILL')).toBe('another')
    expect(await sendSignal(runner, { ...identity, command: '1 2' }, 'KILL')).toBe('another')
    expect(await sendSignal(runner, { ...identity, boot: '00000000-0000-0000-0000-000000000000' }, 'KILL')).toBe('gone')
    expect(await askIfGone(runner, { ...identity, start: '1' })).toBe('gone')
    expect(child.exitCode ?? child.signalCode).toBeNull()
  })

  it('A zombie process counts as gone', async () => {
    const parent = spawn(
      '/bin/bash',
      ['-c', `cd ${folder}; exec -a java /bin/sh ${session} --configDir ${join(folder, 'conf')} & echo $!; exec sleep 600`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    children.push(parent)
    const pid = Number(await new Promise((resolve) => parent.stdout?.once('data', (data) => resolve(String(data).trim()))))
    let found: FoundProcess | null = null
    await expect.poll(async () => (found = await find(pid).catch(() => null)) !== null).toBe(true)
    const { identity } = found!
    expect(await sendSignal(runner, identity, 'KILL')).toBe('sent')
    expect(await waitUntilGone(runner, identity, 60_000)).toBe(true)
    expect((await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ')).toBe(true)
  })

  it('The exit of each process is reported, and several share one command', async () => {
    let commands = 0
    const watch = createExitWatch({ ...runner, run: (...args) => (commands++, runner.run(...args)) })
    const [first, second] = [await startLookalike('1'), await startLookalike('2')]
    const exits: string[] = []
    const watched: string[] = []
    const both = [
      ['first', await find(first.pid)],
      ['second', await find(second.pid)],
    ] as const
    for (const [name, { identity }] of both) {
      watch.watchExit(identity, { onExit: () => exits.push(name), onWatched: () => watched.push(name) })
    }
    await expect.poll(() => watched.length).toBe(2)
    expect(commands).toBe(1)
    first.kill('SIGKILL')
    await expect.poll(() => exits).toEqual(['first'])
    second.kill('SIGKILL')
    await expect.poll(() => exits).toEqual(['first', 'second'])
    watch.close()
  })

  it('An exit watch that breaks proves nothing and is started again', async () => {
    const turns: AbortController[] = []
    const watch = createExitWatch({
      ...runner,
      run(host, argv, options) {
        const end = new AbortController()
        turns.push(end)
        return runner.run(host, argv, { ...options, signal: AbortSignal.any([end.signal, options.signal!]) })
      },
    })
    const child = await startLookalike()
    const said: string[] = []
    const { identity } = await find(child.pid)
    watch.watchExit(identity, { onExit: () => said.push('exit'), onLost: () => said.push('lost'), onWatched: () => said.push('watched') })
    await expect.poll(() => said.at(-1)).toBe('watched')
    const before = said.length
    turns.at(-1)?.abort()
    await expect.poll(() => said.slice(before, before + 2)).toEqual(['lost', 'watched'])
    child.kill('SIGKILL')
    await expect.poll(() => said.at(-1)).toBe('exit')
    watch.close()
  })
})

describe.runIf(process.platform === 'linux')('a host without /proc, simulated on this one', () => {
  const blind: HostRunner = {
    ...runner,
    run: (host, argv, options) => runner.run(host, argv, { ...options, input: options.input?.replaceAll('/proc/self/stat', '/no/proc') }),
  }

  it('A host without /proc finds, signals and waits for processes by ps alone', async () => {
    const child = await startLookalike()
    const found = (await findProcesses(blind, 'localhost', join(folder, 'conf'))).processes.find(
      ({ identity }) => identity.pid === child.pid,
    )
    expect(found).toMatchObject({
      identity: { boot: '', start: expect.stringMatching(/^\w{3} \w{3} +\d+ [\d:]{8} \d{4}$/) },
      java: { webUiPort: 18_081 },
      usesConfDir: true,
    })
    expect(await sendSignal(blind, { ...found!.identity, start: 'Sun Nov 22 21:53:45 2020' }, 'KILL')).toBe('another')
    expect(await sendSignal(blind, { ...found!.identity, command: '1 2' }, 'KILL')).toBe('another')
    expect(await askIfGone(blind, found!.identity)).toBe('there')
    expect(await sendSignal(blind, found!.identity, 'KILL')).toBe('sent')
    expect(await waitUntilGone(blind, found!.identity, 3_000)).toBe(true)
  })
})

describe('the answer of a host', () => {
  it('An answer of a host that is cut off is refused', () => {
    expect(toProcessTable('understudy begin b\nconf:\nprocess 1 S 5\n', 'h', '/c')).toBeNull()
    expect(toProcessTable('', 'h', '/c')).toBeNull()
    expect(toProcessTable('Welcome!\nunderstudy begin b\nconf:\ntime 5\nunderstudy end\n', 'h', '/c')).toEqual({
      processes: [],
      seesAll: false,
      unread: [],
      user: null,
    })
  })

  it('An answer of a host names the user and whether all processes are visible', () => {
    const head = (sees: string, user: string) =>
      toProcessTable(`understudy begin b\nconf:\nsees ${sees}\nuser ${user}\nunderstudy end\n`, 'h', '/c')
    expect(head('all', 'flink')).toEqual({ processes: [], seesAll: true, unread: [], user: 'flink' })
    expect(head('some', 'a b\x1b[2J')).toEqual({ processes: [], seesAll: false, unread: [], user: null })
    expect(head('al', '')?.seesAll).toBe(false)
  })

  it('The conf folder of a process is the one that the process itself sees, or its path where that is hidden', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    const of = (same: string, folder = '/c') =>
      toProcessTable(
        `understudy begin b\nconf:\n${base64('/c\n')}\nnow 100\ntime 40\nsees all\nprocess 7 S 500\nfolder:\n${base64(folder)}\nreal:\n${base64('/c\n')}\nsame ${same}\nlistens 1F90 C5A1 1F90 read\nline:\n${base64(`/x/java\0${session}\0--configDir\0/c`)}\nunderstudy end\n`,
        'h',
        '/c',
      )?.processes[0]
    expect(of('yes')).toMatchObject({ usesConfDir: true, listens: [8_080, 50_593], ageMs: 55_000 })
    expect(of('no')?.usesConfDir).toBe(false)
    expect(of('unknown')?.usesConfDir).toBe(true)
    expect(of('no', '/another')?.usesConfDir).toBe(true)
  })

  it('A long command line that base64 breaks into lines is joined', () => {
    const line = Buffer.from(`/x/java\0-Dx=${'a'.repeat(300)}\0${session}\0--configDir\0/c`).toString('base64')
    const broken = line.match(/.{1,76}/g)!.join('\n')
    const answer = `understudy begin b\nconf:\nprocess 7 S 5\nline:\n${broken}\nprocess 8 S 5\nline:\n${broken}\nunderstudy end\n`
    expect(toProcessTable(answer, 'h', '/c')?.processes).toMatchObject([
      { identity: { pid: 7 }, usesConfDir: true },
      { identity: { pid: 8 }, usesConfDir: true },
    ])
  })

  it('A command line of words instead of arguments (no /proc) is read too', () => {
    const words = Buffer.from(`/usr/bin/java -cp x ${session} --configDir /c --host jm1 --webui-port 8081`).toString('base64')
    const answer = `understudy begin \nconf:\nprocess 7 S Sun Nov 22 21:53:45 2026\nuser flink\nsum 1 2\nwords:\n${words}\nunderstudy end\n`
    expect(toProcessTable(answer, 'h', '/c')).toMatchObject({
      processes: [
        {
          identity: { pid: 7, start: 'Sun Nov 22 21:53:45 2026', boot: '', command: '1 2' },
          java: { host: 'jm1', webUiPort: 8_081 },
          usesConfDir: true,
          startedAt: Date.parse('Sun Nov 22 21:53:45 2026'),
          listens: null,
          ageMs: null,
        },
      ],
    })
  })

  it('An answer of any text is parsed without an error', () => {
    fc.assert(
      fc.property(
        anyText(),
        (text) => void [toProcessTable(text, 'h', '/c'), toProcessTable(`understudy begin x\n${text}\nunderstudy end\n`, 'h', '/c')],
      ),
    )
  })
})
