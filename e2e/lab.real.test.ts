import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { startLab, sweepLabs, waitUntil, type Lab } from './lab'
import { isRunning } from './lab/process/identity'
import { findRecord } from './lab/process/record'

// The specs that use a lab (e2e/clusters) prove what it can do: each closes its own and checks whether anything is left.

let living: Lab | null = null

afterEach(async () => {
  await living?.close()
  living = null
  vi.unstubAllEnvs()
})

it('A sweep ends what a killed test run left behind, and nothing of a living one', async () => {
  // Below a folder of its own: a lab that another test file starts meanwhile sweeps as well.
  const own = mkdtempSync(join(tmpdir(), 'understudy-sweep-'))
  vi.stubEnv('TMPDIR', own)
  onTestFinished(() => rmSync(own, { recursive: true, force: true }))
  living = await startLab({ masters: 1, jobs: 0, taskManagers: 0 })
  const ours = findRecord(living.folder)?.processes ?? []
  expect(ours.filter(isRunning)).toHaveLength(2)
  const script = `import { startLab } from '@/e2e/lab'; const lab = await startLab({ masters: 1, jobs: 0, taskManagers: 0 }); console.log('FOLDER ' + lab.folder); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const folder = await waitUntil('the other test run has its lab', { within: 300_000 }, () => /FOLDER (\S+)/.exec(output)?.[1])
  const processes = findRecord(folder)?.processes ?? []
  expect(processes.filter(isRunning)).toHaveLength(2)

  child.kill('SIGKILL')
  await waitUntil('the other test run is gone', { within: 120_000 }, () => child.signalCode !== null)
  expect(processes.filter(isRunning)).toHaveLength(2)
  expect(await sweepLabs()).toContain(folder)
  expect(processes.filter(isRunning)).toEqual([])
  expect(existsSync(folder)).toBe(false)
  expect(living.masters[0]?.isRunning()).toBe(true)

  await living.close()
  expect(ours.filter(isRunning)).toEqual([])
  expect(existsSync(living.folder)).toBe(false)
})
