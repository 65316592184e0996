import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect } from '../fixtures'
import { test } from '../fixtures/gallery'

/** Every page that needs no further id, of a cluster whose leader died. */
const pages = readdirSync('app/(console)', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
  .filter((path) => !/\[(?!id\])|status-pages\/\[id\]/.test(path))
  .map((path) => path.replace('[id]', 'leaderDied'))
  .sort()

const readTab = (page: Page) =>
  page.evaluate(() => ({
    pill: document.querySelector('header [data-cluster-state]')?.getAttribute('data-cluster-state'),
    title: document.title.slice(0, 2),
    icon: [...document.querySelectorAll<HTMLLinkElement>('link[rel=icon]')].at(-1)?.href.startsWith('data:image/svg+xml') ?? false,
  }))

test.describe.configure({ mode: 'parallel' })

test('There are pages with and without a cluster', () => {
  expect(pages.filter((path) => path.startsWith('/clusters/')).length).toBeGreaterThanOrEqual(6)
  expect(pages.filter((path) => !path.startsWith('/clusters/'))).toEqual([
    '/',
    '/activity',
    '/settings/account',
    '/settings/keys',
    '/settings/people',
    '/settings/status-pages',
  ])
})

for (const path of pages) {
  test(`The page ${path} has the state of a lost leader in its bar, its title and its icon`, async ({ page, gallery }) => {
    await page.goto(gallery.url + path)
    await expect.poll(() => readTab(page)).toEqual({ pill: 'no-leader', title: '▲ ', icon: true })
  })
}

test('A page that lost its connection shows no state as the present one', async ({ page, gallery }) => {
  await page.goto(`${gallery.url}/clusters/allIsWell`)
  await expect(page.locator('[data-connection="live"]').first()).toBeVisible()
  await expect.poll(() => page.title()).not.toMatch(/^[▲◆?] /)
  await page.route(/\/events/, () => undefined)
  await page.reload()
  await expect(page.locator('[data-connection="stale"]').first()).toBeVisible()
  await expect.poll(() => page.title()).toMatch(/^\? /)
  await expect(page.locator('header [data-cluster-state]')).toHaveClass(/stale/)
})

test('Without JavaScript a page says of which time it is, and that it does not move', async ({ browser, gallery }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${gallery.url}/clusters/allIsWell`)
  await expect(page.getByText(/Picture of \d\d:\d\d:\d\d UTC\. Without JavaScript this page does not move/)).toBeVisible()
  await context.close()
})
