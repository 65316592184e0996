import { afterEach, expect, it } from 'vitest'
import { systemClock } from '@/lib/base/clock'
import { startFakeJobManager } from '@/lib/testing/fake-job-manager'
import { until } from '@/lib/testing/until'
import { LogWatch } from './log-watch'

const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

const line = `2026-11-22 10:00:00,000 INFO  org.apache.zookeeper.ClientCnxn [] - Session establishment complete on server localhost/127.0.0.1:2181, session id = 0x1000015a68a0000, negotiated timeout = 40000\n`

/** A log that is answered when the test says so, and a clock that the test turns. */
async function start() {
  const held: ((status?: number) => void)[] = []
  const server = await startFakeJobManager({
    current: (_, response) => void held.push((status = 200) => void response.writeHead(status).end(status === 200 ? line : '')),
  })
  opened.push({ close: () => void server.kill() })
  const time = { now: 1_000_000 }
  const read: boolean[] = []
  let asked = 0
  const flight = new AbortController()
  const log = new LogWatch(
    { host: '127.0.0.1', port: server.port },
    { ...systemClock, now: () => time.now },
    { onRequest: () => (asked += 1), onRead: ({ known }) => void read.push(known) },
  )
  const after = (ms: number, signal = flight.signal) => {
    time.now += ms
    log.readIfWanted(signal)
  }
  const answer = async (status?: number) => {
    await until('the log is asked for', () => held.length > 0)
    const count = read.length
    held.shift()!(status)
    await until('it is read', () => read.length > count)
  }
  return { log, asked: () => asked, read, flight, after, answer }
}

it('A log is read once, and again on request, five seconds after the last time', async () => {
  const { log, asked, after, answer, read } = await start()
  after(0)
  await answer()
  after(600_000)
  log.want()
  after(0)
  await answer()
  log.want()
  after(4_999)
  expect(asked()).toBe(2)
  after(1)
  await answer()
  expect(read).toEqual([true, true, true])
})

it('A request while the log is being read leads to one more reading', async () => {
  const { log, asked, after, answer } = await start()
  after(0)
  log.want()
  after(60_000)
  await answer()
  expect(asked()).toBe(1)
  after(0)
  await answer()
  after(60_000)
  expect(asked()).toBe(2)
})

it('A log that cannot be read is tried again after two minutes', async () => {
  const { asked, after, answer, read } = await start()
  after(0)
  await answer(404)
  after(119_999)
  expect(asked()).toBe(1)
  after(1)
  await answer()
  expect(read).toEqual([false, true])
  after(600_000)
  expect(asked()).toBe(2)
})

it('A reading that ends with its link reports nothing, and is made again on the next link', async () => {
  const { log, asked, after, read, flight } = await start()
  after(0)
  await until('the log is asked for', () => asked() === 1)
  flight.abort()
  log.want()
  const next = new AbortController().signal
  await until('it is asked for again', () => {
    after(5_000, next)
    return asked() === 2
  })
  expect(read).toEqual([])
})
