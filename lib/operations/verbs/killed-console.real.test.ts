import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { root } from '@/scripts/setup/root.mjs'
import { startControl } from '../testing/start-control'

let lab: Lab
let dataDir: string
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-killed-'))
  // Short, so that what nobody goes on with ends by itself while the test looks.
  lab = await startLab({ flink: '2.3.0', masters: 2, jobs: 1, sessionTimeoutMs: 10_000 })
}, 300_000)
afterAll(async () => {
  await lab?.close()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

/** A console in a process of its own, killed -9 as soon as the step begins. */
async function killAt(step: string): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', join(root, 'lib/operations/testing/control-child.ts'), lab.confDir, lab.flinkHome, dataDir], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdout.on('data', (chunk: Buffer) => chunk.toString().split('\n').includes(step) && child.kill('SIGKILL'))
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000)
  await ended
  clearTimeout(timer)
}

describe('the console is killed -9 in the middle of a hand over, and started again', () => {
  it.each(['kill', 'fence', 'restart'])('at the step “%s”: it tells the truth, nothing goes on by itself, and the cluster is led', async (step) => {
    await killAt(step)
    const control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome, dataDir })
    try {
      const record = await waitUntil('the operation is told as interrupted', { within: 40_000, every: 200 }, async () => {
        const [last] = await control.operations.list({ clusterId: control.id, limit: 1 })
        return last?.state !== 'running' && last
      })
      expect(record).toMatchObject({ kind: 'hand-over', state: 'interrupted', result: expect.stringContaining('Nothing was continued') as string })
      const at = record.steps.findIndex(({ id }) => id === step)
      expect(record.steps.slice(at + 1).map(({ state }) => state)).not.toContain('done')
      // Dead or alive, fenced or not: within its session's time somebody leads, and the job runs.
      await control.until('somebody is proven to lead', ({ leader, recovery }) => leader?.process === 'running' && recovery.jobs.every(({ state }) => state === 'running'), 60_000)
      const dead = control.snapshot().jobManagers.find(({ processState }) => processState === 'gone')
      if (dead) await lab.masters.find(({ master }) => master === dead.master)!.start()
      await control.untilAllIdentified(2)
    } finally {
      await control.close()
    }
  }, 240_000)
})
