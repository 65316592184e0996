import type { Page } from '@playwright/test'
import { expect } from '../fixtures'
import { test } from '../fixtures/gallery'

/** Every figure of the open outage on the page, in the order of headline, bar and lanes. */
async function readFigures(page: Page) {
  return page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? ''
    return {
      headline: text('h1'),
      pill: text('[role=status][data-level]'),
      bar: text('section[aria-label=Takeover] header'),
      lanes: text('section[aria-labelledby^=panel-leadership] header'),
      span: [...document.querySelectorAll('ul[aria-label=Verdict] li')].at(-1)?.getAttribute('aria-label') ?? '',
      own: [...document.querySelectorAll('ul[aria-label="jm1:8081"] li')].at(-1)?.getAttribute('aria-label') ?? '',
      connection: document.querySelector('[data-connection]')?.getAttribute('data-connection'),
    }
  })
}

test('dbg', async ({ page, gallery }) => {
  await page.route(/\/events/, () => undefined)
  await page.goto(`${gallery.url}/clusters/handingOver`, { waitUntil: 'commit' })
  for (let n = 0; n < 10; n++) {
    await page.waitForTimeout(n < 4 ? 300 : 3_000)
    console.log(JSON.stringify(await readFigures(page)))
  }
  expect(1).toBe(1)
})
