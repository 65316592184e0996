import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '@/lib/base/clock'
import { answering, startFakeJobManager, startFakeTcp } from '@/lib/testing/fake-job-manager'
import { loadRecordedRest, type RecordedAnswer } from '@/lib/testing/recorded/recorded-flink'
import { until } from '@/lib/testing/until'
import { createRestClient } from './rest-client'
import { findSecondProcess } from './second-process'
import { watchJobManager } from './watch-job-manager'

const recorded: Record<string, RecordedAnswer> = loadRecordedRest('1.20.1', '03-running')['8081']!
const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

/** A JobManager whose RPC listens there. */
async function start(rpcPort: number) {
  const options = [
    { key: 'jobmanager.rpc.address', value: 'flink' },
    { key: 'jobmanager.rpc.port', value: String(rpcPort) },
  ]
  const server = await startFakeJobManager({ current: answering({ ...recorded, '/jobmanager/config': { status: 200, json: options } }) })
  opened.push({ close: () => void server.kill() })
  return server
}

/** One address for several JobManagers: each connection goes to the next of them. */
async function startService(ports: () => readonly number[]) {
  let turn = 0
  const service = await startFakeTcp((socket) => {
    const port = ports()[turn++ % ports().length]!
    const backend = connect(port, '127.0.0.1')
    backend.on('error', () => socket.destroy())
    backend.on('close', () => socket.destroy())
    socket.on('close', () => backend.destroy())
    socket.pipe(backend).pipe(socket)
  })
  opened.push({ close: () => void service.kill() })
  return service
}

function watch(port: number) {
  const states: string[] = []
  const watching = watchJobManager(
    { master: `flink:${port}`, host: '127.0.0.1', port },
    { onChange: ({ link }) => states.push(link.state), askLeaderData: () => false },
  )
  opened.push(watching)
  return { watching, states }
}

describe('one address for several JobManagers', () => {
  it('A line of masters behind which several processes answer is told so, and no process of it counts as running', async () => {
    const [one, other] = [await start(40_001), await start(40_002)]
    const service = await startService(() => [one.port, other.port])
    const { watching, states } = watch(service.port)
    await until('both were met', () => {
      watching.refresh('session-changed')
      return watching.facts.link.state === 'odd'
    })
    expect(watching.facts.link.detail).toBe(
      'several processes answer here, one at flink:40001 and one at flink:40002: give each JobManager a line of masters with an address of its own',
    )
    const before = states.length
    const asked = one.asked.length + other.asked.length
    await until('heartbeats were answered', () => one.asked.length + other.asked.length > asked + 2)
    expect(states.slice(before).filter((state) => state !== 'odd')).toEqual([])
  })

  it('One process behind the address, also one that was restarted, is told as one', async () => {
    let current = await start(40_001)
    const service = await startService(() => [current.port])
    const { watching } = watch(service.port)
    await until('it is read', () => watching.facts.own.known)
    const before = current
    current = await start(40_002)
    await before.kill()
    await until('the next one is read', () => watching.facts.own.known && watching.facts.own.value.rpcPort === 40_002)
    const asked = current.asked.length
    await until('it was looked at twice', () => current.asked.length > asked + 1)
    expect(watching.facts.link.state).toBe('open')
  })

  it('A process that was restarted between two answers is no second one', async () => {
    const target = { host: '127.0.0.1', port: (await start(40_002)).port }
    const config = (rpcPort: number) => ({
      flinkVersion: '1.20.1',
      rpcAddress: 'flink',
      rpcPort,
      restAddress: null,
      restPort: null,
      options: {},
    })
    const client = createRestClient(target, systemClock)
    opened.push(client)
    const find = (rpcPort: number) =>
      findSecondProcess(target, systemClock, { client, config: config(rpcPort) }, new AbortController().signal)
    expect(await find(40_001)).toBeNull()
    expect(await find(40_002)).toBeNull()
  })
})
