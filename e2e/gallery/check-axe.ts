import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from '@playwright/test'

/** `tsx e2e/gallery/check-axe.ts http://127.0.0.1:PORT path …`: what axe finds on each page, light and dark. */
const [base = '', ...paths] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
let found = 0
for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of paths) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
    await page.goto(base + path)
    await page.waitForSelector('[data-connection="live"]', { timeout: 10_000 }).catch(() => console.log(`${path}: not live`))
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, help, nodes } of violations) console.log(`${colorScheme} ${path}: ${id}, ${help}\n  ${nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`).join('\n  ')}`)
    found += violations.length
    await context.close()
  }
}
await browser.close()
console.log(`${found} violations`)
