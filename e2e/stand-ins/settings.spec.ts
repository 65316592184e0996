import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, fetchSignedIn, test as base } from '../fixtures'
import { startPlainConsole } from '../fixtures/own-console'
import { followSessions } from '../fixtures/sign-in'
import type { RunningConsole } from '../fixtures/start-console'

/** Within so long another person's change is on the screen. */
const seenWithinMs = 10_000
/** Longer than the interval of a page that would poll every few seconds, or every ten. */
const quietMs = 7_000
const longQuietMs = 11_000

const test = base.extend<{ there: Page }, { plain: RunningConsole }>({
  plain: [
    async ({}, provide) => {
      const running = await startPlainConsole()
      await provide(running)
      await running.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  /** A second browser of an administrator, who only looks. */
  there: async ({ browser, plain }, provide) => {
    const context = await browser.newContext()
    await followSessions(context)
    const page = await context.newPage()
    await page.goto(plain.url)
    await provide(page)
    await context.close()
  },
})

test.describe.configure({ mode: 'serial' })

test('A client that offers another protocol is answered in HTTP/1.1 and not left waiting', async ({ plain }) => {
  // Java's HttpClient and `curl --http2` offer h2c with each request; Next would keep such connections for ever.
  for (const upgrade of ['h2c', 'websocket']) {
    const status = await new Promise((resolve, reject) =>
      get(`${plain.url}/healthz`, { agent: false, headers: { connection: 'Upgrade', upgrade } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).on('error', reject),
    )
    expect([upgrade, status]).toEqual([upgrade, 200])
  }
})

test('The console does not request its own pages through Next’s image optimizer', async ({ plain }) => {
  const answer = await fetch(`${plain.url}/_next/image?url=%2Ficon-512.png&w=640&q=75`)
  expect(answer.status).toBe(404)
})

const send = async (url: string, method: string, path: string, body: object = {}) => {
  const answer = await fetchSignedIn(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { id: string }
}

/** Paths that a page requests from the API, without its streams. */
function watchRequests(page: Page) {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/v1/') && !pathname.endsWith('/events'))
      asked.push(`${request.method()} ${pathname.replace('/api/v1', '')}`)
  })
  return {
    /** The requests since the last call. */
    take: () => asked.splice(0),
    /** The requests within so long, while nothing happens. */
    async during(ms: number) {
      asked.length = 0
      await page.waitForTimeout(ms)
      return asked.splice(0)
    },
  }
}

/** From before `happens` to when `there` is seen, or seen no more. */
async function timed(happens: () => Promise<unknown>, there: Locator, state: 'visible' | 'detached' = 'visible'): Promise<number> {
  const seen = there.waitFor({ state, timeout: 10_000 })
  const from = Date.now()
  await happens()
  await seen
  return Date.now() - from
}

test('Every page holds exactly one live connection, also pages of the past and those that do not exist', async ({
  page,
  plain,
  pageErrors,
}) => {
  pageErrors.allow(/404/)
  const { id } = await send(plain.url, 'POST', '/status-pages', { slug: 'one', title: 'One', components: [] })
  const files = readdirSync('app/(console)', { recursive: true, encoding: 'utf8' }).filter(
    (file) => /(^|\/)page\.tsx$/.test(file) && !file.includes('[operationId]'),
  )
  const paths = files.map(
    (file) =>
      `/${file
        .replace(/\/?page\.tsx$/, '')
        .replace('clusters/[id]', 'clusters/default')
        .replace('[id]', id)}`,
  )
  for (const path of [...paths, '/no/such/page', '/clusters/nowhere', `/activity?before=${Date.now()}.event-1`]) {
    const streams: string[] = []
    const note = (request: { url(): string; resourceType(): string }) =>
      request.resourceType() === 'eventsource' && streams.push(new URL(request.url()).pathname)
    page.on('request', note)
    await page.goto(plain.url + path)
    await expect
      .poll(() => streams.filter((stream) => stream !== '/api/v1/activity/events' || path === '/activity').length, { message: path })
      .toBe(1)
    page.off('request', note)
  }
})

test('An emergency stop set or lifted in one browser is pushed to another, which does not poll', async ({ page, plain, there }) => {
  await page.goto(plain.url)
  for (const path of ['/clusters/default', '/settings/account']) {
    await there.goto(plain.url + path)
    await expect(there.locator('[data-connection="live"]').first()).toBeVisible()
    const requests = watchRequests(there)
    await there.waitForTimeout(1_000)
    expect(await requests.during(quietMs), 'nothing is asked while nothing happens').toEqual([])
    await page.getByRole('button', { name: 'Emergency stop' }).click()
    await page.getByLabel('Reason (audit log)').fill('storage')
    const set = () => page.getByRole('button', { name: 'Stop all operations' }).click()
    expect(await timed(set, there.locator('[data-emergency-stop]')), `ms on ${path}`).toBeLessThan(seenWithinMs)
    await expect(there.locator('[data-emergency-stop]')).toContainText('“storage”')
    expect(requests.take(), 'asked for once, and nothing else').toEqual(['GET /emergency-stop'])
    const lift = () => send(plain.url, 'DELETE', '/emergency-stop')
    expect(await timed(lift, there.locator('[data-emergency-stop]'), 'detached')).toBeLessThan(seenWithinMs)
    await expect(page.locator('[data-emergency-stop]'), 'and in the browser that set it').toHaveCount(0)
  }
})

test('A switched autopilot is pushed to another browser, and a new audit line makes no page ask', async ({ plain, there }) => {
  await there.goto(`${plain.url}/clusters/default/operations`)
  await expect(there.locator('[data-autopilot="off"]')).toBeVisible()
  const requests = watchRequests(there)
  await there.waitForTimeout(1_000)
  expect(await requests.during(quietMs)).toEqual([])
  const { clusters } = (await (await fetchSignedIn(`${plain.url}/api/v1/clusters`)).json()) as { clusters: { name: string }[] }
  const switchOn = () => send(plain.url, 'POST', '/clusters/default/autopilot', { on: true, confirm: clusters[0]?.name })
  expect(await timed(switchOn, there.locator('[data-autopilot="on"]'))).toBeLessThan(seenWithinMs)
  await there.waitForTimeout(1_000)
  expect(new Set(requests.take())).toEqual(new Set(['GET /clusters/default/autopilot']))
  await send(plain.url, 'POST', '/people', { email: 'vera@example.org', role: 'viewer' })
  expect(await requests.during(1_500), 'a line of the audit').toEqual([])
})

test('A page asks again what the autopilot would do at the time that its last answer named', async ({ plain, there }) => {
  let at = 0
  await there.route('**/clusters/default/autopilot', async (route) => {
    const answer = await route.fetch()
    at ||= Date.now() + 4_000
    const isOver = Date.now() >= at
    await route.fulfill({
      response: answer,
      json: {
        ...((await answer.json()) as object),
        sentence: isOver ? 'Its time has come.' : 'It waits.',
        changesAt: isOver ? null : new Date(at).toISOString(),
      },
    })
  })
  await there.goto(`${plain.url}/clusters/default/operations`)
  await expect(there.getByText('It waits.')).toBeVisible()
  await expect(there.getByText('Its time has come.')).toBeVisible()
  expect(Date.now() - at, 'ms after it had come').toBeLessThan(seenWithinMs)
})

test('A new incident and a new webhook are each pushed to the open settings of their status page', async ({ plain, there }) => {
  const { id } = await send(plain.url, 'POST', '/status-pages', { slug: 'streams', title: 'Streams', components: [] })
  await there.goto(`${plain.url}/settings/status-pages/${id}`)
  await expect(there.locator('[data-connection="live"]').first()).toBeVisible()
  const requests = watchRequests(there)
  await there.waitForTimeout(1_000)
  expect(await requests.during(longQuietMs)).toEqual([])
  const open = () =>
    send(plain.url, 'POST', `/status-pages/${id}/incidents`, { title: 'Slow checkpoints', impact: 'minor', body: 'We look.' })
  expect(await timed(open, there.getByText('Slow checkpoints', { exact: true }))).toBeLessThan(seenWithinMs)
  await there.waitForTimeout(1_500)
  expect(new Set(requests.take())).toEqual(new Set([`GET /status-pages/${id}`]))
  const add = () => send(plain.url, 'POST', `/status-pages/${id}/webhooks`, { url: 'https://example.org/hook' })
  expect(await timed(add, there.locator('code', { hasText: 'https://example.org/hook' }))).toBeLessThan(seenWithinMs)
  await there.waitForTimeout(1_000)
  expect(requests.take()).toEqual([`GET /status-pages/${id}/webhooks`])
})

test('A setting made while a browser is disconnected appears once it is connected again', async ({ browser }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-data-'))
  const first = await startPlainConsole({ dataDir })
  const context = await browser.newContext()
  await followSessions(context)
  const page = await context.newPage()
  await page.goto(`${first.url}/settings/account`)
  await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
  await context.route('**/events', (route) => route.abort())
  await first.close()
  const second = await startPlainConsole({ dataDir, port: first.port })
  await send(second.url, 'POST', '/emergency-stop', { reason: 'meanwhile' })
  await page.waitForTimeout(2_000)
  await expect(page.locator('[data-connection="stale"]')).toBeVisible()
  await expect(page.locator('[data-emergency-stop]'), 'nobody has told it').toHaveCount(0)
  await context.unroute('**/events')
  await expect(page.locator('[data-emergency-stop]')).toContainText('“meanwhile”')
  await context.close()
  await second.close()
  rmSync(dataDir, { recursive: true, force: true })
})
