import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, fetchSignedIn, test as base } from '../fixtures'
import { startPlainConsole } from '../fixtures/own-console'
import { watchRequests } from '../fixtures/page-requests'
import { followSessions } from '../fixtures/sign-in'
import type { RunningConsole } from '../fixtures/start-console'

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
    { scope: 'worker', timeout: 240_000 },
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

/** Counts the live connections that a page holds open, not those that it requests: a page that reconnects holds one all the time. */
async function countStreams(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const opened: EventSource[] = []
    Object.assign(window, { openedStreams: opened })
    window.EventSource = class extends EventSource {
      constructor(url: string | URL, init?: EventSourceInit) {
        super(url, init)
        opened.push(this)
      }
    }
  })
  return () =>
    page.evaluate(() =>
      (window as unknown as { openedStreams: EventSource[] }).openedStreams
        .filter(({ readyState }) => readyState !== EventSource.CLOSED)
        .map(({ url }) => new URL(url).pathname),
    )
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
  const requests = watchRequests(page)
  const openStreams = await countStreams(page)
  for (const path of [...paths, '/no/such/page', '/clusters/nowhere', `/activity?before=${Date.now()}.event-1`]) {
    const count = async () => (await openStreams()).filter((one) => one !== '/api/v1/activity/events' || path === '/activity').length
    await page.goto(plain.url + path)
    await expect.poll(count, { message: path }).toBeGreaterThan(0)
    // A second one would come with the rest of what the page begins with.
    await requests.untilQuiet(500)
    await expect.poll(count, { message: path }).toBe(1)
  }
})

test('An emergency stop set or lifted in one browser is pushed to another, which does not poll', async ({ page, plain, there }) => {
  await page.goto(plain.url)
  const requests = watchRequests(there)
  const banner = there.locator('[data-emergency-stop]')
  for (const path of ['/clusters/default', '/settings/account']) {
    await there.goto(plain.url + path)
    await expect(there.locator('[data-connection="live"]').first()).toBeVisible()
    await requests.untilQuiet(quietMs)
    await page.getByRole('button', { name: 'Emergency stop' }).click()
    await page.getByLabel('Reason (audit log)').fill('storage')
    await page.getByRole('button', { name: 'Stop all operations' }).click()
    await expect(banner, path).toContainText('“storage”')
    await send(plain.url, 'DELETE', '/emergency-stop')
    await expect(banner, path).toHaveCount(0)
    await expect(page.locator('[data-emergency-stop]'), 'and in the browser that set it').toHaveCount(0)
    let count = 0
    const asked = await requests.after(async () => {
      await send(plain.url, 'POST', '/emergency-stop', { reason: `again ${++count}` })
      await expect(banner).toContainText(`“again ${count}”`)
    })
    expect(asked, 'it is asked for once, and nothing else').toEqual(['GET /emergency-stop'])
    await send(plain.url, 'DELETE', '/emergency-stop')
    await expect(banner).toHaveCount(0)
    await expect(page.locator('[data-emergency-stop]')).toHaveCount(0)
  }
})

test('A switched autopilot is pushed to another browser, and a new audit line makes no page ask', async ({ plain, there }) => {
  const requests = watchRequests(there)
  await there.goto(`${plain.url}/clusters/default/operations`)
  await expect(there.locator('[data-autopilot="off"]')).toBeVisible()
  await requests.untilQuiet(quietMs)
  const { clusters } = (await (await fetchSignedIn(`${plain.url}/api/v1/clusters`)).json()) as { clusters: { name: string }[] }
  let on = false
  const switched = await requests.after(async () => {
    on = !on
    await send(plain.url, 'POST', '/clusters/default/autopilot', { on, confirm: clusters[0]?.name })
    await expect(there.locator(`[data-autopilot="${on ? 'on' : 'off'}"]`)).toBeVisible()
  })
  expect(new Set(switched)).toEqual(new Set(['GET /clusters/default/autopilot']))
  // On a page that asks for nothing else when the emergency stop below is set.
  await there.goto(`${plain.url}/settings/account`)
  await expect(there.locator('[data-connection="live"]').first()).toBeVisible()
  let invited = 0
  const audited = await requests.after(async () => {
    await send(plain.url, 'POST', '/people', { email: `vera-${++invited}@example.org`, role: 'viewer' })
    // Pushed after it, over the same connection: what the invitation would make the page ask was asked for by then.
    await send(plain.url, 'POST', '/emergency-stop', { reason: `after ${invited}` })
    await expect(there.locator('[data-emergency-stop]')).toContainText(`“after ${invited}”`)
  })
  expect(audited, 'for a line of the audit nothing').toEqual(['GET /emergency-stop'])
  await send(plain.url, 'DELETE', '/emergency-stop')
})

test('A page asks again what the autopilot would do at the time that its last answer named', async ({ plain, there }) => {
  let at = 0
  let isSeen = () => {}
  const seen = new Promise<void>((resolve) => (isSeen = resolve))
  await there.route('**/clusters/default/autopilot', async (route) => {
    const askedAt = Date.now()
    const answer = await route.fetch()
    at ||= Date.now() + 4_000
    const isOver = askedAt >= at
    // However long the page took to show the first answer.
    if (isOver) await seen
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
  isSeen()
  await expect(there.getByText('Its time has come.')).toBeVisible()
  await there.unrouteAll({ behavior: 'ignoreErrors' })
})

test('A new incident and a new webhook are each pushed to the open settings of their status page', async ({ plain, there }) => {
  const { id } = await send(plain.url, 'POST', '/status-pages', { slug: 'streams', title: 'Streams', components: [] })
  const requests = watchRequests(there)
  await there.goto(`${plain.url}/settings/status-pages/${id}`)
  await expect(there.locator('[data-connection="live"]').first()).toBeVisible()
  await requests.untilQuiet(longQuietMs)
  let count = 0
  const incident = await requests.after(async () => {
    const title = `Slow checkpoints ${++count}`
    await send(plain.url, 'POST', `/status-pages/${id}/incidents`, { title, impact: 'minor', body: 'We look.' })
    await expect(there.getByText(title, { exact: true })).toBeVisible()
  })
  expect(new Set(incident)).toEqual(new Set([`GET /status-pages/${id}`]))
  const webhook = await requests.after(async () => {
    const url = `https://example.org/hook-${++count}`
    await send(plain.url, 'POST', `/status-pages/${id}/webhooks`, { url })
    await expect(there.locator('code', { hasText: url })).toBeVisible()
  })
  expect(webhook).toEqual([`GET /status-pages/${id}/webhooks`])
})

test('A setting made while a browser is disconnected appears once it is connected again', async ({ browser }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-data-'))
  const first = await startPlainConsole({ dataDir })
  const context = await browser.newContext()
  await followSessions(context)
  const page = await context.newPage()
  const banner = page.locator('[data-emergency-stop]')
  await page.goto(`${first.url}/settings/account`)
  await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
  // Disconnected altogether: a fetch that was under way when the console ended would be tried again, and tell it before the connection does.
  await context.route('**/api/v1/**', (route) => route.abort())
  await first.close()
  const second = await startPlainConsole({ dataDir, port: first.port })
  await send(second.url, 'POST', '/emergency-stop', { reason: 'meanwhile' })
  await expect(page.locator('[data-connection="stale"]')).toBeVisible()
  await expect(banner).toHaveCount(0)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await context.unroute('**/api/v1/**')
  await expect(banner).toContainText('“meanwhile”')
  const isAskedOnceConnected = () => asked.lastIndexOf('/api/v1/emergency-stop') > asked.indexOf('/api/v1/clusters/events')
  await expect.poll(() => asked.includes('/api/v1/clusters/events') && isAskedOnceConnected()).toBe(true)
  await context.close()
  await second.close()
  rmSync(dataDir, { recursive: true, force: true })
})
