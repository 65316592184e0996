import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { watchLayoutShift } from '@/e2e/fixtures/layout-shift'

/** What a reader waited for and saw jump, from the start of the navigation. */
export interface PaintTimes {
  /** Largest Contentful Paint. */
  largestMs: number
  firstByteMs: number
  /** The longest task over 50 ms; 0: there was none. */
  longestTaskMs: number
  /** Sum of all layout shifts without input of the reader. */
  shift: number
}

interface PaintNotes {
  largestMs: number
  longestTaskMs: number
}

declare global {
  interface Window {
    paintNotes: PaintNotes
  }
}

const settledMs = 2_500

/** Notes paints from the next navigation on. */
export async function watchPaint(page: Page): Promise<void> {
  await watchLayoutShift(page)
  await page.addInitScript(() => {
    window.paintNotes = { largestMs: 0, longestTaskMs: 0 }
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) window.paintNotes.largestMs = startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.paintNotes.longestTaskMs = Math.max(window.paintNotes.longestTaskMs, duration)
    }).observe({ type: 'longtask', buffered: true })
  })
}

/** Waits until a loaded page has settled: hydration and the first live data may still paint. */
export async function takePaint(page: Page): Promise<PaintTimes> {
  await sleep(settledMs)
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const { value } = window.layoutShift
    return { ...window.paintNotes, firstByteMs: navigation?.responseStart ?? 0, shift: value }
  })
}
