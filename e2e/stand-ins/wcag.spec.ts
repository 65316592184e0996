import { readdirSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { situations } from '@/lib/testing/situations'
import { expect, fetchSignedIn, shoot } from '../fixtures'
import { expectFineInAllLooks } from '../fixtures/expect-fine'
import { test } from '../fixtures/gallery'
import { ClusterPage } from '../pages/cluster-page'

// Each test only looks, so the workers share them, each with a gallery of its own. By its name the file comes last: it fills
// what the others leave free while they wait.
test.describe.configure({ mode: 'parallel' })

/** Every page by its file. */
const pages = readdirSync('app/(console)', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
  .sort()

/** An entry to be seen on each. */
test.beforeAll(async ({ gallery }) => {
  const post = async (path: string, body: object) => {
    const answer = await fetchSignedIn(`${gallery.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  if ((await findStatusPage(gallery.url)) !== '') return
  await post('/api/v1/status-pages', {
    slug: 'every-look',
    title: 'Every look',
    components: [{ clusterId: 'allIsWell', name: 'Order stream' }],
  })
  await post('/api/v1/people', { email: 'vera@example.org', role: 'viewer' })
  await post('/api/v1/keys', { name: 'prometheus', role: 'viewer', days: 30 })
})

async function findStatusPage(url: string): Promise<string> {
  const { pages: all } = (await (await fetchSignedIn(`${url}/api/v1/status-pages`)).json()) as {
    pages: { id: string; slug: string }[]
  }
  return all.find(({ slug }) => slug === 'every-look')?.id ?? ''
}

async function findOperation(url: string): Promise<string> {
  const { operations } = (await (await fetchSignedIn(`${url}/api/v1/clusters/operating/operations`)).json()) as {
    operations: { id: string }[]
  }
  return operations[0]!.id
}

/** A page's address in the gallery: of the healthy cluster, or of the one that is operated on. */
async function findPageAddress(url: string, path: string): Promise<string> {
  if (path.includes('[operationId]')) return url + path.replace('[id]', 'operating').replace('[operationId]', await findOperation(url))
  if (path.startsWith('/clusters/')) return url + path.replace('[id]', 'allIsWell')
  return url + (path.includes('[id]') ? path.replace('[id]', await findStatusPage(url)) : path)
}

for (const path of pages) {
  test(`The page ${path} passes axe in light and dark, wide and narrow, and does not overflow at 360 px`, async ({ page, gallery }) => {
    await page.goto(await findPageAddress(gallery.url, path))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/' || path.startsWith('/clusters')) await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
    await expectFineInAllLooks(page)
    await shoot(page, `page${path.replace(/\/(\[\w+\])?/g, '-').replace(/-$/, path === '/' ? '-clusters' : '')}`)
  })
}

for (const name of Object.keys(situations).filter((one) => one !== 'allIsWell')) {
  test(`The page of a cluster in the situation ${name} passes axe in light and dark and does not overflow at 360 px`, async ({
    page,
    gallery,
  }) => {
    await new ClusterPage(page, gallery.url, name).open()
    await expectFineInAllLooks(page, [1280])
  })
}

test('The keyboard alone opens the palette, goes to a page, changes the theme and asks for the emergency stop', async ({
  page,
  gallery,
}) => {
  await new ClusterPage(page, gallery.url, 'allIsWell').open()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('recovery')
  // Its options come from the server: before that Enter chooses nothing.
  await expect(page.getByRole('option', { name: 'Recovery', selected: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/recovery/)

  const choose = async (words: string, option: string) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(words)
    await expect(page.getByRole('option', { name: option, selected: true })).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await choose('theme: dark', 'Theme: dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('button', { name: 'Theme: dark. Change to as the system' })).toBeVisible()
  await choose('emergency', 'Emergency stop…')
  const stop = page.getByRole('dialog', { name: 'Emergency stop' })
  await expect(stop).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(stop).toBeHidden()
})

test.describe('In a zone that is not UTC', () => {
  test.use({ timezoneId: 'Asia/Kolkata' })
  test('The top bar names the zone of all times, and a press on it switches them to UTC and back; a reload keeps the choice', async ({
    page,
    gallery,
  }) => {
    await new ClusterPage(page, gallery.url, 'allIsWell').open('/activity')
    const inOwn = page.getByRole('button', { name: 'Times in GMT+5:30. Change to UTC' })
    const inUtc = page.getByRole('button', { name: 'Times in UTC. Change to GMT+5:30' })
    await inOwn.click()
    await expect(inUtc).toBeVisible()
    await page.reload()
    await expect(inUtc).toBeVisible()
    await inUtc.click()
    await expect(inOwn).toBeVisible()
  })
})

test('A question mark shows the keyboard shortcuts, but not where it is typed into a field', async ({ page, gallery }) => {
  await new ClusterPage(page, gallery.url, 'allIsWell').open('/activity')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.getByLabel('Search').fill('why')
  await page.keyboard.type('?')
  await expect(page.getByLabel('Search')).toHaveValue('why?')
  await expect(help).toBeHidden()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.type('?')
  await expect(help).toBeVisible()
  await expectFineInAllLooks(page, [1280])
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
})

test('The console refuses a request under a foreign host name and every method that could change a page', async ({ page, gallery }) => {
  // fetch does not let a test choose the Host header, so the request is made by hand.
  const status = await new Promise<number>((done, fail) => {
    rawRequest(`${gallery.url}/api/v1/clusters`, { headers: { host: 'evil.example' } }, (answer) => done(answer.statusCode ?? 0))
      .on('error', fail)
      .end()
  })
  expect([403, 421]).toContain(status)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await page.request.fetch(`${gallery.url}/clusters/allIsWell`, { method })
    expect([answer.status(), answer.headers().allow], method).toEqual([405, 'GET, HEAD, POST, PUT, DELETE'])
  }
})
