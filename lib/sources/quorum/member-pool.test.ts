import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { MemberFacts } from '@/lib/model/facts'
import { startFakeTcp, type FakeServer } from '@/lib/testing/fake-job-manager'
import { until } from '@/lib/testing/until'
import { createMemberPool } from './member-pool'

const srvr =
  'Zookeeper version: 3.9.4-abc, built on x\nLatency min/avg/max: 0/1.5/9\nReceived: 1\nSent: 1\nConnections: 3\nOutstanding: 0\nZxid: 0x100000002\nMode: follower\nNode count: 5\n'
const off = (word: string) => `${word} is not executed because it is not in the whitelist.\n`

const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

async function start(answer: (word: string, socket: Socket) => string | null, onIdle: (socket: Socket) => void = () => {}) {
  const asked: string[] = []
  const idle = { held: 0 }
  const server: FakeServer = await startFakeTcp((socket) => {
    idle.held += 1
    onIdle(socket)
    socket.once('data', (bytes) => {
      idle.held -= 1
      const word = bytes.toString()
      asked.push(word)
      const text = answer(word, socket)
      if (text !== null) socket.end(text)
    })
  })
  const pool = createMemberPool()
  opened.push(pool, { close: () => void server.kill() })
  const reported: MemberFacts[] = []
  const watch = (id: string | null = '1', adminPort?: number) =>
    pool.watch({ id, host: '127.0.0.1', port: server.port, adminPort }, (facts) => reported.push(facts))
  return { server, asked, idle, pool, reported, watch }
}

describe('a ZooKeeper member', () => {
  it('A ZooKeeper member is read by `srvr`, and not asked again while nothing changes', async () => {
    const { asked, watch, pool } = await start((word) => (word === 'srvr' ? srvr : off(word)))
    const member = watch('2')
    await until('it is open', () => member.facts.link === 'open')
    expect(member.facts).toMatchObject({ id: '2', linkDetail: 'reported by the server itself (`srvr`)' })
    expect(member.facts.answer.known && member.facts.answer.value).toEqual({
      mode: 'follower',
      version: '3.9.4',
      latencyMs: 1.5,
      zxid: '0x100000002',
      connections: 3,
      tickTimeMs: null,
      by: 'srvr',
      sessions: null,
    })
    await sleep(2_500)
    expect(asked).toEqual(['srvr', 'conf', 'cons'])
    expect(pool.requests).toBe(3)
  })

  it('A ZooKeeper member without four-letter words has a state of its own and is not down', async () => {
    const { watch, asked } = await start(off)
    const member = watch()
    await until('it is open', () => member.facts.link === 'open')
    expect(member.facts.answer.known && member.facts.answer.value.mode).toBe('words-off')
    expect(member.facts.linkDetail).toContain('4lw.commands.whitelist=srvr')
    expect(asked).toEqual(['srvr', 'mntr', 'stat'])
  })

  it('A ZooKeeper member that allows only `mntr` is read by that', async () => {
    const { watch } = await start((word) =>
      word === 'mntr'
        ? 'zk_version\t3.6.3--x, built\nzk_avg_latency\t0.5\nzk_num_alive_connections\t4\nzk_server_state\tleader\n'
        : off(word),
    )
    const member = watch()
    await until('it is open', () => member.facts.link === 'open')
    expect(member.facts.answer.known && member.facts.answer.value).toMatchObject({ mode: 'leader', version: '3.6.3', by: 'mntr' })
  })

  it('A ZooKeeper member is refused at once when it dies', async () => {
    const { server, watch } = await start(() => srvr)
    const member = watch()
    await until('it is open', () => member.facts.link === 'open')
    await sleep(1_100)
    await server.kill()
    await until('it is refused', () => member.facts.link === 'refused')
    expect(member.facts.answer.known).toBe(false)
  })

  it('A ZooKeeper member that accepts and does not answer is frozen until it answers again', async () => {
    let isFrozen = true
    const { watch } = await start(() => (isFrozen ? null : srvr))
    const member = watch()
    await until('it is frozen', () => member.facts.link === 'frozen')
    isFrozen = false
    await until('it is open', () => member.facts.link === 'open')
  })

  it('A ZooKeeper member without quorum is asked until it serves', async () => {
    let isServing = false
    const { watch } = await start(() => (isServing ? srvr : 'This ZooKeeper instance is not currently serving requests\n'))
    const member = watch()
    await until('it has no quorum', () => member.facts.answer.known && member.facts.answer.value.mode === 'no-quorum')
    isServing = true
    await until('it follows', () => member.facts.answer.known && member.facts.answer.value.mode === 'follower')
  })

  it('A ZooKeeper member is asked anew when its held connection ends too soon for idleness', async () => {
    const held: Socket[] = []
    const { watch, asked } = await start(
      (word) => (word === 'srvr' ? srvr : off(word)),
      (socket) => held.push(socket),
    )
    const member = watch()
    await until('all was asked', () => asked.length === 3 && member.facts.link === 'open')
    await sleep(1_200)
    held[0]?.end()
    await until('it was asked again', () => asked.length > 3)
  })

  it.each<[string, (word: string, socket: Socket) => string | null, string]>([
    ['HTML', () => '<html>hello</html>', 'does not answer as ZooKeeper'],
    ['100 MB', (_, socket) => (socket.write('z'.repeat(1_000_000)), null), 'does not answer as ZooKeeper'],
    ['nothing, then the end', (_, socket) => (socket.end(), null), 'TLS only'],
  ])('A ZooKeeper member is open and unknown when its answer is %s', async (_, answer, word) => {
    const { watch } = await start(answer)
    const member = watch()
    await until('it was judged', () => member.facts.link === 'open')
    expect(member.facts.answer).toMatchObject({ known: false, reason: expect.stringContaining(word) })
  })

  it('A ZooKeeper member of several clusters is watched once, until the last watch closes', async () => {
    const { watch, asked, idle } = await start((word) => (word === 'srvr' ? srvr : off(word)))
    const [one, two] = [watch('1'), watch('7')]
    await until('both know', () => one.facts.link === 'open' && two.facts.link === 'open')
    expect([one.facts.id, two.facts.id, asked]).toEqual(['1', '7', ['srvr', 'conf', 'cons']])
    expect(idle.held).toBe(1)
    one.close()
    one.close()
    two.refresh()
    await until('the other still asks', () => asked.length > 3)
    two.close()
    await sleep(50)
    const before = asked.length
    await sleep(1_500)
    expect(asked.length).toBe(before)
  })
})

describe('a member whose AdminServer is on', () => {
  it('A ZooKeeper member without four-letter words is read by its AdminServer, with whole 64-bit session ids', async () => {
    const admin = createServer((request, response) => {
      const answers: Record<string, string> = {
        '/commands/server_stats':
          '{"version":"3.9.4-x, built","server_stats":{"server_state":"standalone","avg_latency":0.2,"num_alive_client_connections":2,"last_processed_zxid":4294967298}}',
        '/commands/connections':
          '{"connections":[{"remote_socket_address":"/10.0.0.1:5000","session_id":72057688152309761}],"secure_connections":[]}',
      }
      response.end(answers[request.url ?? ''] ?? '')
    })
    await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve))
    opened.push(admin)
    const { watch } = await start(off)
    const member = watch('1', (admin.address() as AddressInfo).port)
    await until('it is open', () => member.facts.link === 'open')
    expect(member.facts.answer.known && member.facts.answer.value).toMatchObject({
      mode: 'standalone',
      version: '3.9.4',
      zxid: '0x100000002',
      by: 'admin-server',
      sessions: [{ zkSessionId: '0x1000015e9a78001', client: '10.0.0.1:5000' }],
    })
  })
})
