import { mkdirSync } from 'node:fs'
import { chromium, type Browser } from '@playwright/test'

/**
 * Takes screenshots of the gallery: `tsx e2e/gallery/shoot.ts http://127.0.0.1:PORT folder [path …]`. Each path in light and dark, wide and
 * at 360 px; reports which of them overflow their window or log an error.
 */
const [base = '', folder = 'test-results/gallery', ...paths] = process.argv.slice(2)
const looks = (process.env.LOOKS ?? 'light-1440,dark-1440,light-360,dark-360').split(',')

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
mkdirSync(folder, { recursive: true })
for (const look of looks) for (const path of paths) await shoot(browser, path, look)
await browser.close()

async function shoot(on: Browser, path: string, look: string): Promise<void> {
  const [scheme, width] = look.split('-')
  const context = await on.newContext({
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    viewport: { width: Number(width), height: 900 },
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && console.log(`${look} ${path}: ${message.text()}`))
  page.on('pageerror', (error) => console.log(`${look} ${path}: ${error.message}`))
  await page.goto(base + path, { timeout: 120_000 })
  await page.waitForTimeout(1_500)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (overflow > 0) console.log(`${look} ${path}: wider than its window by ${overflow} px`)
  await page.screenshot({
    path: `${folder}/${path.replace(/^\/(clusters\/)?/, '').replace(/[/?=&:]/g, '-') || 'clusters'}-${look}.png`,
    fullPage: true,
  })
  await context.close()
}
