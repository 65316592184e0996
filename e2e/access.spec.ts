import { readdirSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { expect, fetchSignedIn, shoot, test } from './fixtures'
import { expectFineInAllLooks } from './fixtures/expect-fine'
import { ClusterPage } from './pages/cluster-page'

/** Every page by its file; a report of an operation needs one, and is looked at where there are some (operations.spec). */
const pages = readdirSync('app/(console)', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file) && !file.includes('[operationId]'))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replace('clusters/[id]', 'clusters/default')}`)
  .sort()

/** Something to be seen on each. */
test.beforeAll(async ({ understudy }) => {
  const post = async (path: string, body: object) => {
    const answer = await fetchSignedIn(`${understudy.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  await post('/api/v1/status-pages', { slug: 'every-look', title: 'Every look', components: [{ clusterId: 'default', name: 'Order stream' }] })
  await post('/api/v1/people', { email: 'vera@example.org', role: 'viewer' })
  await post('/api/v1/keys', { name: 'prometheus', role: 'viewer', days: 30 })
})

async function findStatusPage(url: string): Promise<string> {
  const { pages: all } = (await (await fetchSignedIn(`${url}/api/v1/status-pages`)).json()) as { pages: { id: string; slug: string }[] }
  return all.find(({ slug }) => slug === 'every-look')?.id ?? ''
}

for (const path of pages) {
  test(`axe finds nothing on ${path}, light and dark, wide and narrow; nothing overflows at 360 px`, async ({ page, understudy, lab }) => {
    await lab.getLeader()
    await page.goto(understudy.url + (path.includes('[id]') ? path.replace('[id]', await findStatusPage(understudy.url)) : path))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/' || path.startsWith('/clusters')) await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
    await expectFineInAllLooks(page)
    await shoot(page, `page${path.replace(/\/(\[id\])?/g, '-').replace(/-$/, path === '/' ? '-clusters' : '')}`)
  })
}

test('the keyboard alone: ⌘K opens the palette, finds a page and goes there; Escape closes it', async ({ page, understudy }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('recovery')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/recovery/)
})

test('a request under a foreign name is refused, and so is every method that could change a page', async ({ page, understudy }) => {
  // fetch does not let a test choose the Host header, so the request is made by hand.
  const status = await new Promise<number>((done, fail) => {
    rawRequest(`${understudy.url}/api/v1/clusters`, { headers: { host: 'evil.example' } }, (answer) => done(answer.statusCode ?? 0)).on('error', fail).end()
  })
  expect([403, 421]).toContain(status)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await page.request.fetch(`${understudy.url}/clusters/default`, { method })
    expect([answer.status(), answer.headers().allow], method).toEqual([405, 'GET, HEAD, POST, PUT, DELETE'])
  }
})
