import { expect, test } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { openJournalForEach } from '@/lib/testing/open-journal-for-each'
import { changeStatus } from './change'
import { closeSpans, listSpans, openSpan } from './clusters'
import { readStatus, type SpanCache } from './read-status'
import { readHead } from './head'

let journal: Journal
openJournalForEach((opened) => (journal = opened))

const now = 10_000_000
const write = (...spans: [cluster: string, state: 'operational' | 'taking-over', from: number, to: number | null][]) =>
  changeStatus(journal, now, async (writer) => {
    for (const [cluster, state, from, to] of spans) {
      await openSpan(writer, cluster, state, from)
      if (to !== null) await closeSpans(writer, cluster, to)
    }
  })

test('An outage that began earlier replaces the spans written since, of its own cluster only', async () => {
  await write(
    ['east', 'operational', now - 90_000, now - 20_000],
    ['east', 'operational', now - 15_000, null],
    ['west', 'operational', now - 10_000, null],
  )
  const cache: SpanCache = { spans: [] }
  await readStatus(journal, await readHead(journal), cache, now)
  await changeStatus(journal, now, async (writer) => {
    await closeSpans(writer, 'east', now - 30_000)
    await openSpan(writer, 'east', 'taking-over', now - 30_000)
  })
  const written = (spans: Awaited<ReturnType<typeof listSpans>>) =>
    spans.map(({ clusterId, state, from, to }) => [clusterId, state, from - now, to === null ? null : to - now]).sort()
  const expected = [
    ['east', 'operational', -90_000, -30_000],
    ['east', 'taking-over', -30_000, null],
    ['west', 'operational', -10_000, null],
  ]
  expect(written(await listSpans(journal, 0))).toEqual(expected)
  await readStatus(journal, await readHead(journal), cache, now)
  expect(written(cache.spans), 'a reader that had the spans from before sees it too').toEqual(expected)
})
