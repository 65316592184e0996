import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { createIncident } from '@/lib/status/store/incidents'
import { createWebhook, listDeliveries } from '@/lib/status/store/webhooks'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { listen } from '@/lib/testing/ask-status'
import { fillStatus } from '@/lib/testing/fill-status'
import { isAllowedAddress, readAllowed } from './addresses'
import { Courier } from './courier'
import { sendDelivery } from './send'

interface Got {
  headers: IncomingMessage['headers']
  body: string
  url: string
}

let server: Server
let port: number
let got: Got[]
let reply: (response: ServerResponse, request: Got) => void
const loopback = readAllowed('127.0.0.0/8,::1/128')

beforeEach(async () => {
  got = []
  reply = (response) => void response.writeHead(204).end()
  server = createServer((request, response) => {
    let body = ''
    request
      .setEncoding('utf8')
      .on('data', (part: string) => (body += part))
      .on('end', () => {
        const one = { headers: request.headers, body, url: request.url ?? '' }
        got.push(one)
        reply(response, one)
      })
  })
  port = await listen(server)
})
afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
})

const delivery = (over = {}) => ({
  id: 'd1',
  url: `http://127.0.0.1:${port}/hook?token=t`,
  secret: 'whsec_a',
  body: '{"event":"incident.update"}',
  ...over,
})
const send = (over = {}, options = {}) => sendDelivery(delivery(over), { allowed: loopback, now: Date.now, ...options })

describe('addresses of webhooks', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'x',
    '',
  ])('The address %s is refused', (address) => {
    expect(isAllowedAddress(address, null)).toBe(false)
  })

  test.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('The address %s is public', (address) => {
    expect(isAllowedAddress(address, null)).toBe(true)
  })

  test('Explicitly allowed networks are allowed, and nothing beside them', () => {
    const allowed = readAllowed('10.20.0.0/16, fd12::/16')
    expect(['10.20.3.4', 'fd12::9', '10.21.0.1', '127.0.0.1'].map((address) => isAllowedAddress(address, allowed))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(() => readAllowed('10.0.0.0/99')).toThrow('is no network')
    expect(readAllowed(' ')).toBeNull()
  })
})

describe('a delivery', () => {
  test('A delivery is signed over its time and its bytes', async () => {
    expect(await send()).toEqual({ isDelivered: true, status: 204, problem: null })
    const [time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(got[0]!.headers['understudy-signature'] as string)!.slice(1)
    expect(signature).toBe(createHmac('sha256', 'whsec_a').update(`${time}.${got[0]!.body}`).digest('hex'))
    expect([got[0]!.url, got[0]!.headers.host, got[0]!.headers['understudy-delivery']]).toEqual([
      '/hook?token=t',
      `127.0.0.1:${port}`,
      'd1',
    ])
  })

  test('A delivery to a private address is not made', async () => {
    const outcome = await send({}, { allowed: null })
    expect([outcome.isDelivered, outcome.problem, got.length]).toEqual([false, expect.stringContaining('not public'), 0])
  })

  test('A delivery goes to the checked address, whatever the name resolves to later', async () => {
    const resolve = vi.fn().mockResolvedValueOnce(['127.0.0.1']).mockResolvedValue(['127.0.0.2'])
    expect(await send({ url: `http://rebinding.example:${port}/` }, { resolve })).toMatchObject({ isDelivered: true })
    expect([resolve.mock.calls.length, got[0]!.headers.host]).toEqual([1, `rebinding.example:${port}`])
  })

  test('A delivery is not made when one of several addresses is private', async () => {
    expect(
      await send({ url: `http://two.example:${port}/` }, { resolve: async () => ['93.184.216.34', '127.0.0.1'], allowed: null }),
    ).toMatchObject({ isDelivered: false, problem: expect.stringContaining('not public') })
  })

  test('A delivery follows no redirect', async () => {
    reply = (response) => void response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
    expect(await send()).toEqual({ isDelivered: false, status: 302, problem: expect.stringContaining('redirect') })
    expect(got).toHaveLength(1)
  })

  test('A delivery reads no endless answer and keeps nothing of it', async () => {
    reply = (response) => {
      response.writeHead(500)
      const more = () => {
        while (response.write('secret of the receiver '.repeat(500)));
      }
      response.on('drain', more)
      more()
    }
    expect(await send()).toEqual({ isDelivered: false, status: 500, problem: 'It answered 500.' })
  })

  test('A failed delivery says in words why nothing was reached', async () => {
    expect(await send({ url: 'http://127.0.0.1:1/' })).toEqual({
      isDelivered: false,
      status: null,
      problem: 'The connection was refused: the port is closed.',
    })
    expect(
      await send(
        { url: 'http://nobody.example/' },
        { resolve: async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })) },
      ),
    ).toMatchObject({ problem: 'The name is not known.' })
  })

  test('A delivery waits five seconds for an answer and no longer', async () => {
    reply = () => undefined
    expect(await send()).toEqual({ isDelivered: false, status: null, problem: 'No answer came within 5 s.' })
  })
})

describe('the courier', () => {
  let place: TestJournals
  let journal: Journal
  let pageId: string
  beforeEach(async () => {
    place = aJournalPlace()
    journal = await place.open()
    pageId = await fillStatus(journal, ['Order stream'], Date.now())
  })
  afterEach(() => place.close())

  const round = async (courier: Courier) => {
    courier.poke(journal)
    await courier.settle()
  }
  const errors: unknown[] = []
  const hire = () => new Courier(loopback, (error) => errors.push(error))

  test('The courier sends each update once, in the page’s own words and without an internal name', async () => {
    await createWebhook(journal, pageId, delivery().url, Date.now())
    await createIncident(journal, { pageId, title: 'Slow', impact: 'minor', status: 'investigating', body: 'We look at it.' }, Date.now())
    const courier = hire()
    await round(courier)
    await round(courier)
    expect(errors).toEqual([])
    expect(got).toHaveLength(1)
    expect(JSON.parse(got[0]!.body)).toMatchObject({
      event: 'incident.update',
      page: { id: 'streams', name: 'Acme streams' },
      subject: { name: 'Slow', impact: 'minor' },
      update: { status: 'investigating', body: 'We look at it.' },
    })
    expect(JSON.stringify(got)).not.toContain('internal-')
  })

  test('The courier retries a failed delivery later, logs each attempt and gives up after eight', async () => {
    reply = (response) => void response.writeHead(503).end()
    const { id } = await createWebhook(journal, pageId, delivery().url, Date.now())
    await createIncident(journal, { pageId, title: 'Slow', impact: 'minor', status: 'investigating', body: 'x' }, Date.now())
    const courier = hire()
    await round(courier)
    await round(courier)
    expect(await listDeliveries(journal, id, 9)).toMatchObject([
      { attempts: 1, lastStatus: 503, lastProblem: 'It answered 503.', deliveredAt: null, nextAt: expect.any(Number) },
    ])
    expect(got).toHaveLength(1)
    let now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now)
    for (let i = 0; i < 9; i++) {
      now += 7 * 3_600_000
      await round(courier)
    }
    expect([got.length, (await listDeliveries(journal, id, 9))[0]]).toMatchObject([8, { attempts: 8, nextAt: null, deliveredAt: null }])
  })

  test('The courier sends nothing of an unpublished page or from before the subscription', async () => {
    await createIncident(journal, { pageId, title: 'Earlier', impact: 'minor', status: 'investigating', body: 'x' }, Date.now())
    await round(hire())
    await createWebhook(journal, pageId, delivery().url, Date.now())
    await journal.db.updateTable('status_pages').set({ is_published: 0 }).execute()
    await createIncident(journal, { pageId, title: 'Hidden', impact: 'minor', status: 'investigating', body: 'x' }, Date.now())
    await round(hire())
    expect(got).toEqual([])
  })
})
