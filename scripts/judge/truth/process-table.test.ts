import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JvmTable } from './process-table'

describe.skipIf(process.platform !== 'linux')('the table of JVMs', () => {
  let folder: string
  let child: ChildProcess
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'us-judge-java-'))
    symlinkSync(process.execPath, join(folder, 'java'))
    child = spawn(join(folder, 'java'), ['-e', 'setInterval(() => {}, 1000)', 'rest.port=8081'], { stdio: 'ignore' })
  })
  afterAll(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  it('A process is found by its command line, and seen stopped, running and gone', async () => {
    const table = new JvmTable((command) => command.includes('rest.port=8081') && command[0]!.startsWith(folder))
    const look = () => table.look().map(({ pid, state }) => [pid, state])
    await expect.poll(look).toEqual([[child.pid, 'running']])
    expect(Math.abs(table.look()[0]!.startedAt - Date.now())).toBeLessThan(60_000)
    child.kill('SIGSTOP')
    await expect.poll(look).toEqual([[child.pid, 'stopped']])
    child.kill('SIGCONT')
    await expect.poll(look).toEqual([[child.pid, 'running']])
    child.kill('SIGKILL')
    await expect.poll(look).toEqual([])
  })
})
