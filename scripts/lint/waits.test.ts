import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** A limit is for what hangs: a busy machine with few cores takes ten times as long, and stands still for seconds. */
const leastMs = 60_000

/** What makes a test fail by chance, and what to write instead. */
const kinds: readonly { pattern: RegExp; isFine?: (ms: number) => boolean; instead: string }[] = [
  {
    pattern: /setConfig\(\{[^}]*Timeout/g,
    instead: 'leave the limit of a test to vitest.config.ts',
  },
  {
    pattern: /\b(?:within|timeout): ([\d_]+)(?=[,\s}])/g,
    isFine: (ms) => ms >= leastMs,
    instead: 'let a wait end after a minute at least',
  },
  {
    pattern: /vi\.waitFor\((?:async )?\(\) => [^\n]*\)\)\n/g,
    instead: 'give vi.waitFor a limit: its own is one second',
  },
  {
    pattern: /\.now\(\) - [^\n]*\.toBeLessThan\(([\d_]+)\)/g,
    isFine: (ms) => ms >= leastMs,
    instead: 'assert what happened and in which order; how fast something is, `npm run bench` measures',
  },
  {
    pattern: /cpuUsage\([^\n]*\.toBeLessThan\(([\d_]+)\)/g,
    isFine: (ms) => ms >= 10_000,
    instead: 'let the limit of CPU time be a hundred times what it takes',
  },
]

/** These test the limits themselves, or write texts in which one occurs. */
const exempt = /^(e2e\/lab\/lab-parts|scripts\/lint\/waits|lib\/(doctor|flink)\/.*)\.test\.ts$/

function findHasty(text: string): string[] {
  return kinds.flatMap(({ pattern, isFine, instead }) =>
    [...text.matchAll(pattern)]
      .filter(([, ms]) => !isFine?.(Number(ms?.replaceAll('_', ''))))
      .map(({ 0: found, index }) => `${text.slice(0, index).split('\n').length}: ${found.trim()}: ${instead}`),
  )
}

test('No test has a limit that a busy machine exceeds, and none asserts that something is fast', () => {
  const files = execFileSync('git', ['ls-files', '*.test.ts', '*.test.tsx', '*.spec.ts'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const hasty = files
    .filter((file) => !exempt.test(file))
    .flatMap((file) => findHasty(readFileSync(file, 'utf8')).map((place) => `${file}:${place}`))
  expect(hasty).toEqual([])
})

test.each([
  ['vi.setConfig({ testTimeout: 30_000 })', 1],
  ["await waitUntil('it leads', { within: 3_000, every: 10 }, () => true)", 1],
  ["await waitUntil('it leads', { within: 60_000, every: 10 }, () => true)", 0],
  ['await expect(row).toBeVisible({ timeout: 10_000 })', 1],
  ['await vi.waitFor(() => expect(seen).toHaveLength(1))\n', 1],
  ['await vi.waitFor(() => expect(seen).toHaveLength(1), 60_000)\n', 0],
  ['expect(Date.now() - since).toBeLessThan(2_000)', 1],
  ['expect(performance.now() - since).toBeGreaterThan(300)', 0],
  ['expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_500)', 1],
])('In %j %i places are found', (text, count) => {
  expect(findHasty(text)).toHaveLength(count)
})
