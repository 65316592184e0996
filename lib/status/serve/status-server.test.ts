import { connect, type Socket } from 'node:net'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import type { Journal } from '@/lib/journal/dialect'
import { changeStatus } from '@/lib/status/store/change'
import { closeSpans, openSpan, writeCluster } from '@/lib/status/store/clusters'
import { writeObserved } from '@/lib/status/store/head'
import { writeStep } from '@/lib/status/store/incidents'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aPublicCluster } from '@/lib/testing/a-status'
import { ask, listen, readLive } from '@/lib/testing/ask-status'
import { fillStatus, toClusterId } from '@/lib/testing/fill-status'
import { until } from '@/lib/testing/until'
import { StreamPlaces } from '@/lib/network/stream-places'
import { listPages, updatePage } from '@/lib/status/store/pages'
import { createStatusServer } from './node-server'
import { createStatusService, type StatusService } from './service'

let place: TestJournals
let journal: Journal
let service: StatusService
let server: Server
let port: number

beforeEach(async () => {
  place = aJournalPlace()
  journal = await place.open()
  await fillStatus(journal, ['Order stream'], Date.now())
  service = createStatusService({ origin: 'https://status.example.org', journal: async () => journal })
  await service.store.look()
  server = createStatusServer(service)
  port = await listen(server)
})
afterEach(async () => {
  vi.useRealTimers()
  service.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await place.close()
})

const lose = (lostFor = 60_000) =>
  changeStatus(journal, Date.now(), async (writer) => {
    await writeCluster(writer, {
      clusterId: toClusterId('Order stream'),
      cluster: aPublicCluster({ state: 'taking-over', leaderlessSince: Date.now() - lostFor }),
      since: Date.now(),
    })
  })
const grow = (at: number) => journal.db.transaction().execute((writer) => writeObserved(writer, { [toClusterId('Order stream')]: at }))

describe('an answer of the status server', () => {
  test('An answer carries an ETag and is not sent again to a client that has it', async () => {
    const first = await ask(port, '/status/streams/badge.svg')
    expect([first.status, first.headers['cache-control'], first.headers['content-type']]).toEqual([
      200,
      'no-cache',
      'image/svg+xml; charset=utf-8',
    ])
    const again = await ask(port, '/status/streams/badge.svg', { headers: { 'if-none-match': first.headers.etag as string } })
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, first.headers.etag])
  })

  test('The badge and the feeds keep their ETag while only time passes', async () => {
    const paths = ['badge.svg', 'feed.atom', 'feed.rss', 'feed.json']
    const before = await Promise.all(paths.map((path) => ask(port, `/status/streams/${path}`)))
    await grow(Date.now() + 5)
    await sleep(1_100)
    const after = await Promise.all(paths.map((path) => ask(port, `/status/streams/${path}`)))
    expect(after.map(({ headers }) => headers.etag)).toEqual(before.map(({ headers }) => headers.etag))
  })

  test('The page may be cached for a second, and for longer when the server fails', async () => {
    const { headers } = await ask(port, '/status/streams')
    expect(headers['cache-control']).toBe('public, max-age=1, stale-while-revalidate=10, stale-if-error=60')
  })

  test('An answer is compressed for clients that accept it, with its own ETag', async () => {
    const [plain, packed] = [
      await ask(port, '/status/streams/embed'),
      await ask(port, '/status/streams/embed', { headers: { 'accept-encoding': 'gzip, br' } }),
    ]
    expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', 'accept-encoding'])
    expect(packed.headers.etag).not.toBe(plain.headers.etag)
    expect(gunzipSync(packed.body).toString()).toContain('<h1>Order stream is operational.')
    expect(packed.body.length).toBeLessThan(plain.body.length / 2)
  })

  test('A HEAD request gets the same headers and no body', async () => {
    const answer = await ask(port, '/status/streams/feed.atom', { method: 'HEAD' })
    expect([answer.status, answer.body.length, Number(answer.headers['content-length']) > 100]).toEqual([200, 0, true])
  })

  test('An answer states its age, at most two seconds while data arrives', async () => {
    await vi.waitFor(async () => {
      await grow(Date.now())
      await service.store.look()
      const { understudy } = JSON.parse((await ask(port, '/status/streams/api/v2/summary.json')).text) as {
        understudy: { age_ms: number; is_stale: boolean }
      }
      expect([understudy.age_ms <= 2_000, understudy.is_stale]).toEqual([true, false])
    }, 60_000)
  })

  test('The links lead to the configured address, whatever host is requested', async () => {
    const of = (path: string, host: string) =>
      ask(port, `/status/streams/${path}`, { headers: { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'http' } })
    for (const host of ['status.example.org:81', 'evil.example', 'evil"><b>', 'localhost']) {
      const { page } = JSON.parse((await of('api/v2/status.json', host)).text) as { page: { url: string } }
      const feeds = await Promise.all(['feed.atom', 'feed.rss', 'feed.json', 'api/v2/summary.json'].map((path) => of(path, host)))
      expect([
        page.url,
        feeds.filter(({ text }) => !text.includes('https://status.example.org/status/streams') || /evil|localhost|:81/.test(text)),
      ]).toEqual(['https://status.example.org/status/streams', []])
    }
  })

  test('A request with a body closes the connection without reading the body', async () => {
    const answer = await new Promise<string>((resolve) => {
      let heard = ''
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`GET /status/streams/badge.svg HTTP/1.1\r\nHost: a\r\nContent-Length: ${2 ** 30}\r\n\r\nabc`),
      )
      socket
        .on('data', (part) => (heard += part))
        .on('error', () => undefined)
        .on('close', () => resolve(heard))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n/i)
  })
})

describe('what is not a public page', () => {
  test.each([
    ['/', 404],
    ['/api/v1/clusters', 404],
    ['/clusters/east', 404],
    ['/metrics', 404],
    ['/status/', 404],
    ['/status/nobody', 404],
    ['/status/streams/api/v2/else.json', 404],
    ['/status/streams/constructor', 404],
    ['/status/streams/components/zzz/badge.svg', 404],
    ['/status/../../etc/passwd', 404],
    ['/healthz', 200],
  ])('The path %s is answered with %s', async (path, status) => {
    expect((await ask(port, path)).status).toBe(status)
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('A %s request is refused with the allowed methods', async (method) => {
    const answer = await ask(port, '/status/streams', { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  test('An unpublished page is gone at once', async () => {
    const [page] = await listPages(journal)
    await updatePage(journal, page!, { ...page!, isPublished: false }, Date.now())
    await service.store.look()
    for (const path of ['', '/badge.svg', '/feed.atom', '/api/v2/summary.json', '/live'])
      expect((await ask(port, `/status/streams${path}`)).status).toBe(404)
  })
})

describe('the status server without new data', () => {
  test('Every answer turns unknown after ten seconds by the clock alone', async () => {
    const now = Date.now()
    vi.useFakeTimers({ now: now + 10_600, toFake: ['Date'] })
    expect((await ask(port, '/status/streams')).text).toContain('No data for Order stream since ')
    expect((await ask(port, '/status/streams/badge.svg')).text).toContain('Acme streams: unknown')
    expect(JSON.parse((await ask(port, '/status/streams/api/v2/status.json')).text)).toMatchObject({
      status: { indicator: 'minor' },
      understudy: { is_stale: true },
    })
  })

  test('An unreadable database leaves the last good picture, which ages', async () => {
    await journal.close()
    await service.store.look()
    vi.useFakeTimers({ now: Date.now() + 3 * 86_400_000, toFake: ['Date'] })
    const answer = await ask(port, '/status/streams')
    expect([answer.status, /No data for Order stream since <time/.test(answer.text)]).toEqual([200, true])
  })
})

test('A status server that never read anything says so and claims nothing', async () => {
  const problems: unknown[] = []
  const blind = createStatusService({
    origin: 'https://status.example.org',
    journal: async () => Promise.reject(new Error('no database at db.internal:5432')),
    onProblem: (problem) => problems.push(problem),
  })
  const blindServer = createStatusServer(blind)
  const blindPort = await listen(blindServer)
  await until('it looked', () => problems.length > 0)
  const answer = await ask(blindPort, '/status/streams')
  expect([answer.status, answer.text.includes('No data yet.'), answer.text.includes('db.internal')]).toEqual([503, true, false])
  blind.close()
  blindServer.close()
})

describe('the live stream of the status server', () => {
  test('The live stream sends the state first, each change of it, and pulses', async () => {
    let isLost = false
    const events = await readLive(port, '/status/streams/live', (seen) => {
      if (seen.length === 1 && !isLost) {
        isLost = true
        void lose()
      }
      return seen.some(({ event }) => event === 'pulse') && seen.filter(({ event }) => event === 'state').length === 2
    })
    const states = events.filter(({ event }) => event === 'state')
    expect(states.map(({ data }) => data.state)).toEqual(['operational', 'outage'])
    expect((states[1]!.data.parts as Record<string, string>).banner).toContain('Order stream is down.')
  })

  test('Each pulse carries the uptime with an open outage, and the end arrives with its state', async () => {
    const [page] = await listPages(journal)
    const cluster = toClusterId('Order stream')
    const id = page!.components[0]!.id
    const lostAt = Date.now() - 30_000
    const incident = {
      title: 'Outage',
      status: 'investigating' as const,
      impact: 'major' as const,
      startedAt: lostAt,
      lostAt,
      downMs: 0,
      resolvedAt: null,
      updatedAt: lostAt,
      ledAgainAt: null,
      isEndUnseen: false,
      phases: [],
    }
    const of = { clusterId: cluster, pageId: page!.id }
    const opened = await changeStatus(journal, Date.now(), async (writer) => {
      await closeSpans(writer, cluster, lostAt)
      await openSpan(writer, cluster, 'taking-over', lostAt)
      await writeCluster(writer, {
        clusterId: cluster,
        cluster: aPublicCluster({ state: 'taking-over', leaderlessSince: lostAt }),
        since: lostAt,
      })
      return writeStep(writer, of, null, { isNew: true, incident, updates: [] }, Date.now())
    })
    await service.store.look()
    let isEnding = false
    const events = await readLive(port, '/status/streams/live', (seen) => {
      if (seen.filter(({ data }) => (data.parts as Record<string, string> | undefined)?.[`day-${id}`]).length < 3) void grow(Date.now())
      else if (!isEnding) {
        isEnding = true
        void changeStatus(journal, Date.now(), (writer) =>
          writeStep(
            writer,
            of,
            opened,
            { isNew: false, incident: { ...incident, status: 'resolved', resolvedAt: Date.now() }, updates: [] },
            Date.now(),
          ),
        )
      }
      return seen.filter(({ event }) => event === 'state').length === 2
    })
    const states = events.filter(({ event }) => event === 'state').map(({ data }) => data.parts as Record<string, string>)
    const message = events.flatMap(({ data }) => (data.parts as Record<string, string> | undefined)?.[`day-${id}`] ?? [])
    expect(
      message.every((words) => /^down for (\d+ min )?\d+(\.\d)? s$/.test(words)),
      message.join(),
    ).toBe(true)
    expect(new Set(message).size, 'it grows between two states').toBeGreaterThan(1)
    expect([states[0]?.now?.includes('id="open"'), states[0]?.now?.includes(opened.id)]).toEqual([true, true])
    expect([states[1]?.now?.includes('id="open"'), states[1]?.now?.includes('id="recent"'), states[1]?.now?.includes(opened.id)]).toEqual([
      false,
      true,
      true,
    ])
  })

  test('Live streams are limited per address and in total, and a closed one frees its place', async () => {
    let peer = '192.0.2.1'
    processWide.streamPlaces = { 'status-server': new StreamPlaces({ all: 3, address: 2, holder: Infinity }) }
    const counted = createStatusServer(service, () => peer)
    const at = await listen(counted)
    const open = (): Promise<Socket> =>
      new Promise((resolve) => {
        const socket = connect(at, '127.0.0.1', () => socket.write('GET /status/streams/live HTTP/1.1\r\nHost: a\r\n\r\n'))
        socket.once('data', () => resolve(socket))
      })
    const [first, second] = [await open(), await open()]
    const fromThere = await ask(at, '/status/streams/live')
    expect([fromThere.status, fromThere.headers['retry-after'], fromThere.text]).toEqual([
      429,
      '30',
      'From this address come 2 live readers, the most there may be. The page itself is there: reload it.\n',
    ])
    peer = '192.0.2.2'
    const third = await open()
    const inAll = await ask(at, '/status/streams/live')
    expect([inAll.status, inAll.headers['retry-after'], inAll.text]).toEqual([
      503,
      '30',
      '3 read live, the most that are served. The page itself is there: reload it.\n',
    ])
    expect((await ask(at, '/status/nowhere/live')).status, 'a page that is not there takes no place').toBe(503)
    first.destroy()
    await until('there is a place again', () => processWide.streamPlaces!['status-server']!.size === 2)
    expect((await ask(at, '/status/nowhere/live')).status).toBe(404)
    expect(processWide.streamPlaces['status-server']!.size).toBe(2)
    for (const socket of [second, third, await open()]) socket.destroy()
    processWide.streamPlaces = undefined
    counted.closeAllConnections()
    counted.close()
  })

  test('A reader that leaves is forgotten, and one that never reads costs one state', async () => {
    const mute = connect(port, '127.0.0.1', () => mute.write('GET /status/streams/live HTTP/1.1\r\nHost: a\r\n\r\n'))
    mute.pause()
    await until('it is counted', () => service.live.readers() === 1)
    await readLive(port, '/status/streams/live', (seen) => seen.length > 0)
    await until('the reader is gone', () => service.live.readers() === 1)
    mute.destroy()
    await until('both are gone', () => service.live.readers() === 0)
  })
})
