import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { followSessions } from '@/e2e/fixtures/sign-in'
import type { BenchContext } from '../context'
import { takePaint, watchPaint, type PaintTimes } from '../page/paint'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'
import { startRecordedStage } from './recorded-stage'
import { writeUnderstudyFile } from '../trees/write-understudy'

const repetitions = 5
const slowness = 4
const mostShift = 0.05

/** Every page that an operator opens, and the most its largest paint may take, ms. */
const pages: readonly { name: string; path: string; goalMs: number }[] = [
  { name: 'Clusters', path: '/', goalMs: 1_000 },
  { name: 'Overview of a cluster', path: '/clusters/paint', goalMs: 1_000 },
  ...['recovery', 'configuration', 'zookeeper', 'operations', 'activity'].map((section) => ({
    name: section,
    path: `/clusters/paint/${section}`,
    goalMs: 1_500,
  })),
  { name: 'Activity of all clusters', path: '/activity', goalMs: 1_500 },
  { name: 'Account', path: '/settings/account', goalMs: 1_500 },
  { name: 'Status pages', path: '/settings/status-pages', goalMs: 1_500 },
]

/** Largest contentful paint and layout shift of each page at a fourth of the CPU's speed, each load with an empty cache. */
export async function measurePageLoad(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  steps.step('page-load: a recorded cluster of 10 jobs')
  const stage = await startRecordedStage(context, 'paint', 10)
  try {
    const { folder } = stage.plan
    const confDir = join(folder, 'conf')
    const running = await context.startConsole({
      config: writeUnderstudyFile(folder, [
        { id: 'paint', confDir },
        { id: 'again', confDir },
      ]),
    })
    try {
      const figures: Figure[] = []
      for (const { name, path, goalMs } of pages) {
        steps.step(`page-load: ${name}`)
        // Once without counting: the server loads a route when it is asked for the first time.
        await load(context.browser, running.url + path)
        const paints: PaintTimes[] = []
        for (let i = 0; i < repetitions; i++) paints.push(await load(context.browser, running.url + path))
        figures.push(...toFigures(name, goalMs, paints))
      }
      return figures
    } finally {
      await running.close()
    }
  } finally {
    await stage.close()
  }
}

async function load(browser: Browser, url: string): Promise<PaintTimes> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    await followSessions(context)
    const page = await context.newPage()
    const devTools = await context.newCDPSession(page)
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowness })
    await watchPaint(page)
    await page.goto(url, { waitUntil: 'load' })
    return await takePaint(page)
  } finally {
    await context.close()
  }
}

function toFigures(name: string, goalMs: number, paints: readonly PaintTimes[]): Figure[] {
  const times = paints.map(({ largestMs }) => largestMs)
  const longest = quantile(
    paints.map(({ longestTaskMs }) => longestTaskMs),
    0.5,
  )
  return [
    {
      name: `${name}: largest paint at ${slowness}× slowness, median`,
      value: quantile(times, 0.5),
      unit: 'ms',
      goal: goalMs,
      note: `${times.map((ms) => ms.toFixed(0)).join(', ')} ms; first byte ${paints.map(({ firstByteMs }) => firstByteMs.toFixed(0)).join(', ')} ms; longest task ${longest?.toFixed(0) ?? '–'} ms`,
    },
    {
      name: `${name}: layout shift while it loads, worst`,
      value: quantile(
        paints.map(({ shift }) => shift),
        1,
      ),
      unit: '',
      goal: mostShift,
    },
  ]
}
