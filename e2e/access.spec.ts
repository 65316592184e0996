import AxeBuilder from '@axe-core/playwright'
import { request as rawRequest } from 'node:http'
import { expect, shoot, test } from './fixtures'
import { ClusterPage } from './pages/cluster-page'

const pages = ['', '/clusters/default', '/clusters/default/recovery', '/clusters/default/configuration', '/clusters/default/zookeeper']

for (const path of pages) {
  test(`axe finds nothing on ${path || '/'}, light and dark, wide and narrow; nothing overflows at 360 px`, async ({ page, understudy, lab }) => {
    await lab.getLeader()
    await page.goto(understudy.url + path)
    await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 800 })
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`), `${colorScheme} ${width}`).toEqual([])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(overflow, `${path} at ${width} px`).toBeLessThanOrEqual(0)
      }
    }
    await shoot(page, `page${path.replaceAll('/', '-') || '-clusters'}`)
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
