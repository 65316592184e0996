import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import type { PlanContext } from '../run/verb'
import { forgetPid } from './forget-pid'

const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
/** Existed, and does not any more. */
const dead = spawnSync('true').pid
const others: ChildProcess[] = []
let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "understudy pid's "))))
afterEach(() => {
  for (const child of others.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (daemon: string) => join(folder, `flink-ada-${daemon}.pid`)
const write = (daemon: string, ...lines: (number | string)[]) => writeFileSync(fileOf(daemon), lines.map((line) => `${line}\n`).join(''))
const forget = (pid = dead) =>
  forgetPid({ hosts: { runner }, configuration: { effective: { options: { pidDir: { value: folder } } } } } as unknown as PlanContext, {
    host: 'localhost',
    pid,
  })

describe('the pid of an ended process in Flink’s pid files', () => {
  it('A pid in the middle of its file becomes a word, because the scripts number log files by lines', async () => {
    write('standalonesession', 11, dead, 33)
    write('taskexecutor', Number(`${dead}1`), Number(`1${dead}`))
    expect(await forget()).toBe(`Pid ${dead} was taken out of ${fileOf('standalonesession')}.`)
    expect(readFileSync(fileOf('standalonesession'), 'utf8')).toBe('11\nstopped\n33\n')
    expect(readFileSync(fileOf('taskexecutor'), 'utf8')).toBe(`${dead}1\n1${dead}\n`)
  })

  it('A pid at the end of its file is removed with the words before it, and an emptied file is deleted', async () => {
    write('standalonesession', 11, 'stopped', dead)
    write('taskexecutor', 'stopped', dead)
    await forget()
    expect(readFileSync(fileOf('standalonesession'), 'utf8')).toBe('11\n')
    expect(existsSync(fileOf('taskexecutor'))).toBe(false)
  })

  it('A pid that a Flink process has again stays, and a pid file that is no plain file is not written', async () => {
    const [again] = [spawn('/bin/sh', ['-c', 'while :; do sleep 1; done', 'org.apache.flink.runtime.Entrypoint'], { stdio: 'ignore' })]
    others.push(again!)
    write('standalonesession', again!.pid!)
    expect(await forget(again!.pid)).toBe('')
    write('elsewhere', dead)
    symlinkSync(fileOf('elsewhere'), fileOf('taskexecutor'))
    rmSync(fileOf('standalonesession'))
    await forget()
    expect(existsSync(fileOf('elsewhere'))).toBe(false)
    writeFileSync(join(folder, 'other'), `${dead}\n`)
    symlinkSync(join(folder, 'other'), fileOf('zookeeper'))
    expect(await forget()).toBe('')
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe(`${dead}\n`)
  })

  it('A missing pid folder needs no change', async () => {
    rmSync(folder, { recursive: true })
    expect(await forget()).toBe('')
  })
})
