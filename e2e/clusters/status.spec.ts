import { AxeBuilder } from '@axe-core/playwright'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { validateFeeds, validateJsonFeed } from '@/lib/testing/feeds/validate'
import { checkAtom, checkJsonFeed, checkRss } from '@/lib/testing/feed-rules'
import { statuspageSchemas } from '@/lib/testing/statuspage-schema'
import { expect, shoot, test, waitUntil } from '../fixtures'
import { startStatus } from '../fixtures/start-status'

// Without a leader for 13 to 23 s after a death: time to look at the open incident, also on a slow machine.
test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs: 20_000 } })

test.describe.configure({ mode: 'serial' })

const sentence = (page: Page) => page.locator('#banner h1')
const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)

test('A status page that an administrator makes is public only once it is published', async ({ page, understudy, lab }) => {
  await lab.waitForCheckpoints(1)
  await page.goto(`${understudy.url}/settings/status-pages`)
  await page.getByLabel('Title').fill('Acme streams')
  await page.getByLabel('Address under /status/').fill('streams')
  await page.getByRole('button', { name: 'Create page' }).click()
  await expect(page.getByRole('heading', { name: 'Acme streams' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish page' }), 'an empty page is not published').toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await expect(page.getByText('an empty page cannot be published: add a service first')).toBeVisible()
  await page.getByRole('checkbox', { name: /^Show/ }).check()
  await page.getByLabel(/^Public name/).fill('Order stream')
  // Every leader change is an outage on this page: the following steps wait for it to be shown.
  await page.getByLabel('Outage after (seconds)').fill('0')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await page.request.get(`${understudy.url}/status/streams`)).status(), 'not before it is published').toBe(404)
  await page.getByRole('button', { name: 'Publish page' }).click()
  await expect(page.getByText('/status/streams', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy Embedded page, HTML' })).toBeVisible()
  await shoot(page, 'status-settings')
  expect(await violations(page)).toEqual([])
})

test('A status page is complete without scripts', async ({ browser, understudy }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await expect
    .poll(async () => {
      await page.goto(`${understudy.url}/status/streams`)
      return sentence(page).textContent()
    })
    .toBe('Order stream is operational.')
  await expect(page.locator('.service .mark')).toHaveText('Operational')
  await expect(page.locator('.service .now')).toContainText('no redundancy')
  await page
    .getByText(/^Details/)
    .first()
    .click()
  await expect(page.locator('.service')).toContainText(/Standbys: \d\. ZooKeeper servers that may fail: 0\./)
  await expect(page.getByRole('row', { name: /no data/ })).toBeVisible()
  await expect(page.locator('#age')).toContainText(/Updated .* UTC.*Times in UTC/)
  await context.close()
})

test('A status page is live with under 5 kB of script, has a strict content policy, and passes axe in light, dark and narrow', async ({
  page,
  understudy,
}) => {
  const scripts: string[] = []
  page.on('response', (response) => response.request().resourceType() === 'script' && scripts.push(response.url()))
  const answer = await page.goto(`${understudy.url}/status/streams`)
  expect(answer!.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/)
  await expect(page.locator('#age')).toHaveText(/^Updated just now/)
  const inline = await page.evaluate(() => [...document.scripts].map((script) => script.text.length))
  expect([scripts, inline.length, inline[0]! <= 5_120]).toEqual([[], 1, true])
  await shoot(page, 'status-page')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  }
  await page.setViewportSize({ width: 360, height: 780 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await violations(page)).toEqual([])
  const embed = await page.goto(`${understudy.url}/status/streams/embed`)
  expect([embed!.headers()['content-security-policy'], embed!.headers()['x-frame-options']]).toEqual([
    expect.stringContaining('frame-ancestors *'),
    undefined,
  ])
  expect(await violations(page)).toEqual([])
})

test('A status page shows times in the reader’s zone and in UTC, and the keyboard reaches all of it', async ({
  page: operator,
  browser,
  understudy,
}) => {
  const context = await browser.newContext({ timezoneId: 'Asia/Kolkata' })
  const page = await context.newPage()
  await operator.request.post(`${understudy.url}/api/v1/status-pages/${await findPageId(operator, understudy.url)}/incidents`, {
    data: { title: 'A notice', impact: 'none', status: 'resolved', body: 'Told by an operator.' },
    headers: { origin: understudy.url },
  })
  await expect
    .poll(async () => {
      await page.goto(`${understudy.url}/status/streams`)
      return page.locator('article', { hasText: 'A notice' }).count()
    })
    .toBe(1)
  const time = page.locator('article time').first()
  await expect(time).toHaveText(/GMT\+5:30|IST/)
  await expect(time).toHaveAttribute('title', / UTC$/)
  await page.getByRole('button', { name: /^Times in (GMT\+5:30|IST)$/ }).click()
  await expect(time).toHaveText(/ UTC$/)
  await page.getByRole('button', { name: 'Times in UTC' }).click()
  await expect(time).toHaveText(/GMT\+5:30|IST/)
  const names = new Set<string>()
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    names.add(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
  }
  expect([...names]).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Details/), 'Atom', 'summary.json', expect.stringMatching(/^What the states mean/)]),
  )
  await context.close()
})

async function findPageId(page: Page, url: string): Promise<string> {
  const { pages } = (await (await page.request.get(`${url}/api/v1/status-pages`)).json()) as { pages: { id: string; slug: string }[] }
  return pages.find(({ slug }) => slug === 'streams')!.id
}

/** Counts, at each change of the page, in how many places the outage is shown. @returns the distinct counts */
async function watchLists(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen = new Set<number>()
    const count = () => seen.add(document.querySelectorAll('article[data-impact=major],article[data-impact=critical]').length)
    count()
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true })
    Object.assign(window, { seenLists: seen })
  })
  return () => page.evaluate(() => [...(window as unknown as { seenLists: Set<number> }).seenLists])
}

test('A lost leader is an open incident on the open status page, and closes itself with its phases', async ({
  page,
  browser,
  understudy,
  lab,
}) => {
  const { master: dead } = await lab.getLeader()
  await page.goto(`${understudy.url}/status/streams`)
  await expect(page.locator('#age')).toContainText('Updated just now')
  const lost = page.locator('#now article', { hasText: 'is down since' })
  await dead.kill()
  await expect(lost).toBeVisible()
  await expect(sentence(page)).toHaveText('Order stream is down.')
  await expect(page.locator('#now .phases')).toContainText('Leader process exited')
  await shoot(page, 'status-outage')
  const embedded = await browser.newContext({ javaScriptEnabled: false })
  const still = await embedded.newPage()
  await still.goto(`${understudy.url}/status/streams`)
  await expect(still.locator('#open ~ article')).toContainText('Order stream is down since')
  await embedded.close()

  const uptimes = new Set<string>()
  const lists = await watchLists(page)
  await expect
    .poll(async () => uptimes.add((await page.locator('.uptime').textContent()) ?? '').size, { message: 'uptime falls while it lasts' })
    .toBeGreaterThan(2)
  expect([...uptimes].filter((text) => text.startsWith('100 %'))).toEqual([])
  await expect(page.locator('#stage'), 'the standby leads and the jobs run').toHaveAttribute('data-state', 'operational')
  const over = page.locator('#recent ~ article', { hasText: 'is down since' })
  await expect(over, 'it closes itself').toContainText('Resolved')
  await expect(over).toContainText(/down for [\d.]+ s/)
  await expect(over).toContainText('All work runs again since')
  await expect(over.locator('.phases [data-reached="true"]')).toHaveCount(7)
  expect(await lists(), 'it was in one list at every moment').toEqual([1])
  await shoot(page, 'status-past')
  await page.goto(`${understudy.url}/clusters/default/activity?source=incident`)
  const incident = page.locator('[data-source="incident"]').filter({ hasText: 'Outage' })
  await expect(incident.filter({ hasText: 'Outage: resolved.' }), 'the Activity tells it once, opened and resolved').toHaveCount(1)
  await expect(incident.filter({ hasText: 'Outage: investigating.' })).not.toHaveCount(0)
  await expect(page.locator('[data-source]:not([data-source="incident"])')).toHaveCount(0)
  await dead.start()
})

test('A status page’s JSON has Statuspage’s shape, its feeds are valid, its badges revalidate, and no internal name is public', async ({
  page,
  understudy,
  lab,
}) => {
  const ajv = addFormats.default(new Ajv({ allErrors: true, allowUnionTypes: true }))
  const base = `${understudy.url}/status/streams`
  const get = async (path: string) => {
    const answer = await page.request.get(base + path)
    return { text: await answer.text(), headers: answer.headers(), status: answer.status() }
  }
  const shapes = {
    summary: 'summary',
    status: 'status',
    components: 'components',
    incidents: 'incidents',
    'incidents/unresolved': 'incidents',
    'scheduled-maintenances': 'maintenances',
    'scheduled-maintenances/upcoming': 'maintenances',
    'scheduled-maintenances/active': 'maintenances',
  } as const
  const seen: string[] = []
  for (const [name, shape] of Object.entries(shapes)) {
    const { text, headers } = await get(`/api/v2/${name}.json`)
    seen.push(text, JSON.stringify(headers))
    expect(ajv.validate(statuspageSchemas[shape], JSON.parse(text)) ? [] : ajv.errors, name).toEqual([])
  }
  const [atom, rss, json, badge, html] = await Promise.all(['/feed.atom', '/feed.rss', '/feed.json', '/badge.svg', ''].map(get))
  expect([await validateFeeds('atom', [atom!.text]), await validateFeeds('rss', [rss!.text]), validateJsonFeed(json!.text)]).toEqual([
    [],
    [],
    [],
  ])
  expect([checkAtom(atom!.text), checkRss(rss!.text), checkJsonFeed(JSON.parse(json!.text))]).toEqual([[], [], []])
  const titles = parseAtomFeed(atom!.text).entries?.map(({ title }) => (typeof title === 'string' ? title : title?.value))
  expect(titles).toEqual(expect.arrayContaining(['Investigating: Outage', 'Resolved: Outage', 'Resolved: A notice']))
  expect([parseRssFeed(rss!.text).items?.length, parseJsonFeed(JSON.parse(json!.text)).items?.length]).toEqual([
    titles!.length,
    titles!.length,
  ])
  expect(badge!.headers['cache-control']).toBe('no-cache')
  const again = await page.request.get(`${base}/badge.svg`, { headers: { 'if-none-match': badge!.headers.etag! } })
  expect(again.status()).toBe(304)

  seen.push(...[atom, rss, json, badge, html].flatMap((one) => [one!.text, JSON.stringify(one!.headers)]), (await get('/nothing')).text)
  const everything = seen.join('\n').replaceAll(understudy.url, '')
  const { master } = await lab.getLeader()
  const secrets = [...lab.masters.map((one) => one.master), lab.confDir, lab.folder, 'default', 'dispatcher', 'pekko', '/opt/']
  expect(secrets.filter((secret) => everything.replaceAll('default-src', '').includes(secret))).toEqual([])
  // Its port as a word: five digits also occur in a time, an id or a hash.
  expect(everything).not.toMatch(new RegExp(`(?<![\\w+/=.-]|":)${master.master.split(':')[1]}(?![\\w+/=-])`))
})

test('Unpublishing and deleting a page first state what will be lost', async ({ page, understudy }) => {
  await page.request.post(`${understudy.url}/api/v1/status-pages`, {
    data: { slug: 'second', title: 'Second', isPublished: true, components: [{ clusterId: 'default', name: 'Order stream' }] },
    headers: { origin: understudy.url },
  })
  await expect.poll(async () => (await page.request.get(`${understudy.url}/status/second`)).status()).toBe(200)
  await page.goto(`${understudy.url}/settings/status-pages`)
  await page.getByRole('link', { name: 'Second', exact: true }).click()
  await page.getByRole('button', { name: 'Unpublish…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('/status/second answers')
  expect(await violations(page)).toEqual([])
  await shoot(page, 'status-unpublish')
  await page.keyboard.press('Escape')
  expect((await page.request.get(`${understudy.url}/status/second`)).status(), 'asking changes nothing').toBe(200)
  await page.getByRole('button', { name: 'Unpublish…' }).click()
  await dialog.getByRole('button', { name: 'Unpublish page' }).click()
  await expect(page.getByText('Draft: not public.')).toBeVisible()
  await expect
    .poll(async () => (await page.request.get(`${understudy.url}/status/second`)).text())
    .toContain('This page does not exist or is not published.')
  await page.getByRole('button', { name: 'Delete…' }).click()
  await expect(dialog).toContainText('its webhooks with their signing secrets and deliveries')
  await dialog.getByRole('button', { name: 'Delete page' }).click()
  await expect(page.getByRole('link', { name: 'Second', exact: true })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Acme streams', exact: true })).toBeVisible()
})

test('The status server keeps running without the console, shows the age of its data, and shows services as unknown', async ({
  page,
  pageErrors,
  understudy,
}) => {
  pageErrors.allow(/ERR_|Failed to load resource/)
  const server = await startStatus(understudy.dataDir)
  try {
    await page.goto(`${server.url}/status/streams`)
    await expect(page.locator('#age')).toHaveText(/^Updated just now/)
    expect((await page.request.get(`${server.url}/api/v1/clusters`)).status()).toBe(404)
    await understudy.kill()
    await expect(sentence(page), 'unknown').toContainText(/No data (for .*)?since/)
    await expect(page.locator('.service .mark')).toHaveText('Unknown')
    await shoot(page, 'status-stale')
    expect(await violations(page)).toEqual([])
    await page.reload()
    await expect(sentence(page)).toContainText('No data for Order stream since')
    const badge = await page.request.get(`${server.url}/status/streams/badge.svg`)
    expect(await badge.text()).toContain('unknown')
    await waitUntil('the server itself still answers', { within: 60_000 }, async () => (await fetch(`${server.url}/healthz`)).ok)
  } finally {
    await page.goto('about:blank')
    await server.close()
  }
})

test('A status page declared in understudy.yaml is public, follows its file, and is read-only in the settings', async ({
  page,
  lab,
  startOwnConsole,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-declared-'))
  const file = join(folder, 'understudy.yaml')
  const declare = (pages: string) =>
    writeFileSync(file, `clusters: [{ id: east, confDir: ${lab.confDir}, flinkHome: ${lab.flinkHome} }]\n${pages}`)
  const streams = (title: string) =>
    `statusPages:\n  - { address: streams, title: ${title}, published: true, services: [{ cluster: east, name: Order stream }] }\n`
  declare(streams('Acme streams'))
  const running = await startOwnConsole({ env: { UNDERSTUDY_CONFIG: file } })
  const statusOf = async () => (await page.request.get(`${running.url}/status/streams`)).status()
  await expect.poll(statusOf).toBe(200)
  await page.goto(`${running.url}/settings/status-pages`)
  await expect(page.getByRole('row', { name: /Acme streams/ })).toContainText('declared in the file')
  await page.getByRole('link', { name: 'Acme streams' }).click()
  await expect(page.locator('[data-declared]')).toContainText(file)
  await expect(page.getByRole('row', { name: /Order stream/ })).toContainText('east')
  await expect(page.getByRole('button', { name: /^(Save|Publish page|Unpublish…|Delete…)$/ })).toHaveCount(0)
  expect(await violations(page)).toEqual([])
  await shoot(page, 'status-declared')
  declare(streams('Streams of Acme'))
  await expect.poll(async () => (await page.request.get(`${running.url}/status/streams`)).text()).toContain('Streams of Acme')
  declare('statusPages: [{ address: Streams }]\n')
  await page.goto(running.url)
  await expect
    .poll(async () => (await page.request.get(`${running.url}/readyz`)).text())
    .toMatch(/line 2, column 26: statusPages\[0\]\.address/)
  expect(await statusOf(), 'a mistake in the file takes nothing back').toBe(200)
  declare('')
  await expect.poll(statusOf).toBe(404)
  await page.goto(`${running.url}/settings/status-pages`)
  await page.getByRole('link', { name: 'Streams of Acme' }).click()
  await expect(page.getByRole('button', { name: 'Publish page' })).toBeVisible()
  await page.goto('about:blank')
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})
