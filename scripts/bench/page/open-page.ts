import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from '@playwright/test'
import { followSessions } from '@/e2e/fixtures/sign-in'
import { findSystemChromium } from '@/scripts/setup/chromium.mjs'
import { preciseNow } from '../clock'

export interface Smoothness {
  /** Durations of main-thread tasks over 50 ms (Long Tasks API). */
  longTasks: number[]
  /** Between one animation frame and the next. */
  gaps: number[]
}

/** A page in real Chromium that notes when its DOM shows something. Times are of `preciseNow`'s clock. */
export interface WatchedPage {
  readonly page: Page
  /** How far the browser's clock is from this process's; its times are corrected by it. */
  readonly clockOffsetMs: number
  /** When the DOM first showed it since the last `forget`; null when not within `withinMs`. */
  whenSeen(key: string, withinMs: number): Promise<number | null>
  countSeen(prefix: string): Promise<number>
  /** Starts noting anew; with `lookNow` what is there already counts as seen now. */
  forget(lookNow?: boolean): Promise<void>
  takeSmoothness(): Promise<Smoothness>
  close(): Promise<void>
}

interface PageBench {
  now(): number
  when(key: string): Promise<number>
  count(prefix: string): number
  forget(): void
  lookNow(): void
  takeSmoothness(): Smoothness
}

declare global {
  interface Window {
    bench: PageBench
  }
}

const script = fileURLToPath(new URL('seen.js', import.meta.url))
const isRoot = process.getuid?.() === 0

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findSystemChromium() ?? undefined,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Opens a page of the console in the browser given. */
export async function openPage(browser: Browser, url: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await followSessions(page.context())
  await page.addInitScript({ path: script })
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForLoadState('load')
  const clockOffsetMs = await measureOffset(page)
  return {
    page,
    clockOffsetMs,
    async whenSeen(key, withinMs) {
      const limit = sleep(withinMs, null, { ref: false })
      const at = await Promise.race([page.evaluate((wanted) => window.bench.when(wanted), key), limit])
      return at === null ? null : at - clockOffsetMs
    },
    countSeen: (prefix) => page.evaluate((wanted) => window.bench.count(wanted), prefix),
    forget: (lookNow = false) =>
      page.evaluate((isWanted) => {
        window.bench.forget()
        if (isWanted) window.bench.lookNow()
      }, lookNow),
    takeSmoothness: () => page.evaluate(() => window.bench.takeSmoothness()),
    close: () => page.close(),
  }
}

/** By the fastest of some requests; a difference that this cannot prove counts as none. */
async function measureOffset(page: Page): Promise<number> {
  let best = { roundTrip: Infinity, offset: 0 }
  for (let i = 0; i < 30; i++) {
    const before = preciseNow()
    const there = await page.evaluate(() => window.bench.now())
    const after = preciseNow()
    if (after - before < best.roundTrip) best = { roundTrip: after - before, offset: there - (before + after) / 2 }
  }
  return Math.abs(best.offset) > best.roundTrip / 2 ? best.offset : 0
}
