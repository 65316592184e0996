import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDocument } from '@/components/status/document'
import type { Journal } from '@/lib/journal/dialect'
import { readHead } from '@/lib/journal/status/head'
import { createPage } from '@/lib/journal/status/pages'
import { readStatus, type SpanCache } from '@/lib/journal/status/read-status'
import { toPublicCluster } from '@/lib/status/model/public-cluster'
import { toPublicPage } from '@/lib/status/model/to-public-page'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aMoment } from '@/lib/testing/a-snapshot'
import { threeJobs, type Watched } from '@/lib/testing/watched/watched'
import { watchCluster } from '@/lib/testing/watched/a-watched-cluster'
import { readMemory, type PublisherMemory } from './memory'
import { toBatch, writeBatch } from './write-changes'

// What a publisher writes second by second, without its clock: facts as four bad days had them, through the product's own
// snapshot, projection, database and page. Compared is all that a reader sees.

let place: TestJournals
let journal: Journal
beforeEach(async () => {
  place = aJournalPlace()
  journal = await place.open()
})
afterEach(() => place.close())

/** Seconds of the play; the loss is at 60. */
const length = 760
const end = aMoment + length * 1_000

/** @param what is watched, by the second from which on it is so; links count from the end */
async function play(scenes: readonly [from: number, Watched][], moments: readonly number[], step = 1): Promise<string[][]> {
  await createPage(
    journal,
    {
      slug: 'streams',
      title: 'Acme streams',
      description: null,
      isPublished: true,
      thresholdMs: 10_000,
      components: [{ clusterId: 'east', name: 'Order stream', description: null, group: null }],
    },
    aMoment,
  )
  const last = Math.max(...moments)
  const seconds = [...Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step), ...scenes.map(([from]) => from)]
  const times = [...new Set(seconds)].sort((a, b) => a - b).filter((second) => second <= last)
  const looks = times.map((second): [number, Watched] => [length - second, scenes.findLast(([from]) => from <= second)![1]])
  const cache: SpanCache = { spans: [] }
  let memory: PublisherMemory | null = null
  const pages: string[][] = []
  for (const [index, { at, snapshot }] of watchCluster(end, looks).entries()) {
    const before: PublisherMemory = memory ?? (await readMemory(journal, null, at))
    const batch = toBatch(before, new Map([['east', toPublicCluster(snapshot, at)]]), at)
    const clusters = await journal.db.transaction().execute((writer) => writeBatch(writer, before, batch, at))
    memory = { ...before, clusters }
    if (!moments.includes(times[index]!)) continue
    const status = await readStatus(journal, await readHead(journal), cache, at)
    pages.push(readPage(toDocument(toPublicPage(status.pages[0]!, status, at), at, { base: '/status/streams', url: 'https://x' })))
  }
  return pages
}

/** All words of a page in their order, without days of no data and the legend. */
function readPage(text: string): string[] {
  return text
    .slice(text.indexOf('<main'), text.indexOf('<footer'))
    .replace(/<title>[^<]*<\/title>|<svg[^>]*>|<details class="days".*?<\/p>/gs, (part) => (part.startsWith('<details') ? part : ''))
    .replace(/<table>.*?<\/table>/gs, '')
    .replace(/<\/?(?:p|h\d|div|section|ul|ol|li|article|header|details|summary)[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&#39;/g, '’')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const later = (by: number) => threeJobs.map((job) => ({ ...job, checkpoint: job.checkpoint + by, ageSeconds: 0 }))

test('print', async () => {
  const since = length - 60
  const dead: Watched = { links: { 1: ['refused', since] }, line: [1, 2, 3], running: null }
  const led: Watched = { leader: 2, ledFor: length - 94, line: [2, 3], links: { 1: ['refused', since] }, running: null }
  const pages = await play(
    [
      [0, {}],
      [60, dead],
      [94, led],
      [95, { ...led, running: 0, taskManagers: 0 }],
      [98, { ...led, running: 3 }],
      [250, { ...led, running: 3, jobs: later(1) }],
    ],
    [30, 65, 75, 96, 120, 250],
  )
  console.log(JSON.stringify(pages, null, 1))
}, 60_000)
