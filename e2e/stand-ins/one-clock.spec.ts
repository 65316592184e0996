import type { Page } from '@playwright/test'
import { expect } from '../fixtures'
import { test } from '../fixtures/gallery'

/** Every figure of the open outage on the page, in seconds: they are read in one turn of the browser. */
async function readFigures(page: Page): Promise<Record<string, number | null>> {
  const texts = await page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? ''
    const label = (name: string) => [...document.querySelectorAll(`ul[aria-label="${name}"] li`)].at(-1)?.getAttribute('aria-label') ?? ''
    return {
      headline: /No leader for (.*?) during/.exec(text('h1'))?.[1],
      pill: /for (.*)$/.exec(text('[role=status][data-level] span'))?.[1],
      bar: text('section[aria-label=Takeover] header p:last-child'),
      lanes: /· ([^·]*) without a leader/.exec(text('section[aria-labelledby^=panel-leadership] header'))?.[1],
      verdictLane: /· ([^·]*)$/.exec(label('Verdict'))?.[1],
      ownLane: /· ([^·]*)$/.exec(label('jm1:8081'))?.[1],
    }
  })
  const toSeconds = (text: string | undefined) => {
    const parts = [...(text ?? '').matchAll(/([\d.]+) (ms|s|min|h)\b/g)]
    const units = { ms: 0.001, s: 1, min: 60, h: 3_600 }
    return parts.length === 0 ? null : parts.reduce((sum, [, figure, unit]) => sum + Number(figure) * units[unit as keyof typeof units], 0)
  }
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, toSeconds(text)]))
}

/** The head of the lanes sums up all outages of its range: another test may have looked at one of this cluster before. */
function findSpread({ lanes, ...figures }: Record<string, number | null>): number {
  const all = Object.values(figures).filter((one) => one !== null)
  return Math.max(...all) - Math.min(...all, lanes ?? Infinity)
}

test('An outage has one figure everywhere, as rendered, while the page is connecting, and when it is cut off', async ({
  page,
  gallery,
}) => {
  await page.route(/\/events/, () => undefined)
  await page.goto(`${gallery.url}/clusters/handingOver`, { waitUntil: 'commit' })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const seen: Record<string, number | null>[] = []
  for (const waitMs of [0, 150, 300, 600, 1_500, 3_000, 5_000]) {
    await page.waitForTimeout(waitMs)
    seen.push(await readFigures(page))
  }
  expect(Object.values(seen.at(-1)!)).not.toContain(null)
  // Whole seconds beside tenths, and one tick of a second's clock beside one of ten a second.
  for (const figures of seen) expect(findSpread(figures), JSON.stringify(figures)).toBeLessThan(2.1)
})
