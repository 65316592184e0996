import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab/wait/until'
import type { SignalledProcess } from '@/lib/sources/hosts/found-process'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { askGuard, endGuard, findGuardObstacle, installGuard, toGuardReport, type GuardUndo } from './guard'

const runner = createHostRunner({ control: 'local', ssh: { options: { words: [] } as never, socketFolder: null } })
const base = `/tmp/understudy-guards-${process.getuid?.() ?? 0}`
const children: ChildProcess[] = []
const ids: string[] = []
const signal = new AbortController().signal

function readIdentity(pid: number): SignalledProcess {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const command = spawnSync('sh', ['-c', `cksum < /proc/${pid}/cmdline`], { encoding: 'utf8' }).stdout.trim()
  return { host: 'localhost', pid, start: fields[19]!, boot, command }
}
const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')[0]

async function startTarget(): Promise<SignalledProcess> {
  const child = spawn('sleep', ['120'], { stdio: 'ignore' })
  children.push(child)
  await waitUntil('it runs', { within: 60_000, every: 10 }, () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').startsWith('sleep'))
  return readIdentity(child.pid!)
}

async function install(process: SignalledProcess, seconds: number, undo: GuardUndo = { mode: 'continue' }): Promise<string> {
  const id = randomUUID()
  ids.push(id)
  expect(await installGuard(runner, { id, process, seconds, undo }, signal)).toBeNull()
  return id
}
const lastWord = (id: string) =>
  waitUntil('the guard is over', { within: 90_000, every: 200 }, async () => {
    const now = await askGuard(runner, 'localhost', id)
    return now.runs ? null : now.word
  })

afterEach(async () => {
  for (const id of ids.splice(0)) await endGuard(runner, 'localhost', id)
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

describe.runIf(process.platform === 'linux')('the guard on a host', () => {
  it('It continues a frozen process at its deadline without any console, and leaves its word', async () => {
    const target = await startTarget()
    const id = await install(target, 2)
    expect(await askGuard(runner, 'localhost', id)).toEqual({ word: 'waiting', since: expect.any(Number), runs: true })
    process.kill(target.pid, 'SIGSTOP')
    expect(await lastWord(id)).toBe('acted')
    expect(stateOf(target.pid)).not.toBe('T')
    expect(toGuardReport('jm1', await endGuard(runner, 'localhost', id), null)).toMatchObject({ host: 'jm1', state: 'acted' })
    expect(existsSync(join(base, id))).toBe(false)
  })

  it('It is ended by the undo, removes its files and sends nothing', async () => {
    const target = await startTarget()
    const id = await install(target, 600)
    process.kill(target.pid, 'SIGSTOP')
    await waitUntil('it is stopped', { within: 60_000, every: 10 }, () => stateOf(target.pid) === 'T')
    expect(await endGuard(runner, 'localhost', id)).toMatchObject({ word: 'ended', runs: false })
    expect(stateOf(target.pid)).toBe('T')
    expect(existsSync(join(base, id))).toBe(false)
    expect(await askGuard(runner, 'localhost', id)).toEqual({ word: 'none', since: null, runs: false })
  })

  it.each([
    ['another start time', { start: '1' }],
    ['another boot', { boot: '0'.repeat(36) }],
    ['another command line', { command: '1 2' }],
  ])('It sends nothing to a process with %s', async (_, over) => {
    const target = await startTarget()
    const id = await install({ ...target, ...over }, 1)
    process.kill(target.pid, 'SIGSTOP')
    expect(await lastWord(id)).toBe('found-nothing')
    expect(stateOf(target.pid)).toBe('T')
  })

  it('It runs the start command once where no process is there, with the conf folder in its environment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'us-guard-'))
    const script = join(folder, 'start.sh')
    // Stands in for a JobManager: its words are those of one.
    writeFileSync(
      script,
      `#!/bin/sh\necho "$FLINK_CONF_DIR $*" >> ${folder}/calls\nsh -c 'sleep 120; :' ClusterEntrypoint --configDir "$FLINK_CONF_DIR" --webui-port 1 </dev/null >/dev/null 2>&1 &\n`,
      { mode: 0o755 },
    )
    const undo = { mode: 'start' as const, confDir: `${folder}/my conf`, port: 1, argv: [script, 'start', 'jm 1', '1'] }
    const target = await startTarget()
    expect(await lastWord(await install(target, 1, undo))).toBe('acted')
    expect(await lastWord(await install(target, 1, undo))).toBe('found-nothing')
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(`${folder}/my conf start jm 1 1\n`)
    spawnSync('sh', ['-c', `for p in $(grep -lsF '${folder}/my conf' /proc/[0-9]*/cmdline); do kill -9 $(echo $p | cut -d/ -f3); done`])
    rmSync(folder, { recursive: true, force: true })
  })

  it('An id that is none makes no folder, and a process of another user or none is told as an obstacle', async () => {
    const target = await startTarget()
    const outside = `us-guard-${randomUUID()}`
    for (const id of [`../${outside}`, 'a/b', '', '$(id)'])
      expect(await installGuard(runner, { id, process: target, seconds: 1, undo: { mode: 'continue' } }, signal)).toMatch(
        /needs Linux|did not start/,
      )
    expect(existsSync(join('/tmp', outside))).toBe(false)
    expect(await findGuardObstacle(runner, target, signal)).toBeNull()
    children.splice(0).forEach((child) => child.kill('SIGKILL'))
    await waitUntil('it is gone', { within: 60_000, every: 20 }, () => !existsSync(`/proc/${target.pid}`))
    expect(await findGuardObstacle(runner, target, signal)).toContain('may not send the process a signal')
  })
})
