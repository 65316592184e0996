import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { closeJournal } from '@/lib/journal/database'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { readEvents } from '@/lib/testing/read-events'
import { streamCluster } from './sse/stream-cluster'
import { startServer, stopServer } from './start-server'

const listeners = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')
const lines: { msg: string }[] = []
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-data-'))
  vi.stubEnv('UNDERSTUDY_DATA_DIR', dataDir)
  lines.length = 0
  processWide.readers = undefined
  processWide.log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) })
})
afterEach(async () => {
  await closeJournal()
  vi.unstubAllEnvs()
  // Background work of a start, such as the check whether anyone may sign in, may still be writing.
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
  process.removeAllListeners('SIGTERM')
  process.removeAllListeners('SIGINT')
  processWide.console = undefined
})

test('The server starts without waiting for the observers and logs what it observes once they run', async () => {
  const before = listeners()
  processWide.console = Promise.resolve(aFakeConsole())
  expect(startServer()).toBeUndefined()
  expect(lines).toEqual([])
  await new Promise(setImmediate)
  expect(lines.map(({ msg }) => msg)).toEqual(['Observing.'])
  expect(listeners()).toBe(before + 2)
})

test('A failed start of the observers is logged with advice and does not stop the server', async () => {
  processWide.console = Promise.reject(new Error('understudy.yaml is not readable'))
  startServer()
  await new Promise(setImmediate)
  // Not alone: a journal that an earlier start was still opening when its folder was removed may log here.
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 50,
      err: expect.objectContaining({ message: 'understudy.yaml is not readable' }),
      msg: expect.stringContaining('Fix what the error names'),
    }),
  )
  await stopServer()
})

test('Stopping the server ends open event streams and the observers', async () => {
  const console = aFakeConsole()
  processWide.console = Promise.resolve(console)
  const reader = readEvents(streamCluster(console, 'east', new Request('http://localhost/')))
  await reader.take(1)
  await stopServer()
  expect(await reader.next()).toBeNull()
  expect([console.open(), console.calls.closed]).toEqual([0, 1])
})

test('Stopping the server before anything started starts nothing', async () => {
  await stopServer()
  expect(processWide.console).toBeUndefined()
})
