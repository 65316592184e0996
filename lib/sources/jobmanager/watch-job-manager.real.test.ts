import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, it } from 'vitest'
import { until } from '@/lib/testing/until'
import { watchJobManager } from './watch-job-manager'
import type { JobManagerWatch } from './watched-master'

const answer = `require('node:http').createServer((q, r) => r.end('{"flink-version":"1.20.1"}')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

let child: ChildProcess | null = null
let watching: JobManagerWatch | null = null
afterEach(() => {
  watching?.close()
  child?.kill('SIGKILL')
})

/** Runs in a process of its own, so that signals affect its sockets like a JobManager's. */
async function start(): Promise<JobManagerWatch> {
  const started = spawn(process.execPath, ['-e', answer], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = started
  const port = Number(await new Promise((resolve) => started.stdout.once('data', (data) => resolve(String(data).trim()))))
  const watch = watchJobManager(
    { master: `localhost:${port}`, host: 'localhost', port },
    { onChange: () => {}, askLeaderData: () => false },
  )
  watching = watch
  await until('it is open', () => watch.facts.link.state === 'open')
  await sleep(1_200)
  return watch
}

/** Reported by the connection itself: the next check would come a minute later. */
const atOnceMs = 30_000

describe('a process under signals', () => {
  it('A JobManager under SIGKILL is gone by its refused port', async () => {
    const watch = await start()
    child?.kill('SIGKILL')
    await until('it is gone', () => watch.facts.link.state === 'refused', atOnceMs)
  })

  it('A JobManager is frozen after SIGSTOP, open again after SIGCONT, and gone after SIGKILL while frozen', async () => {
    const watch = await start()
    child?.kill('SIGSTOP')
    await until('it is frozen', () => watch.facts.link.state === 'frozen')
    child?.kill('SIGCONT')
    await until('it is open', () => watch.facts.link.state === 'open', atOnceMs)
    child?.kill('SIGSTOP')
    await until('it is frozen', () => watch.facts.link.state === 'frozen')
    child?.kill('SIGKILL')
    await until('it is gone', () => watch.facts.link.state === 'refused', atOnceMs)
  })
})
