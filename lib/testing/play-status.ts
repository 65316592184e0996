import { toDocument } from '@/lib/status/page/document'
import type { Journal } from '@/lib/journal/dialect'
import { readHead } from '@/lib/status/store/head'
import { createPage } from '@/lib/status/store/pages'
import { readStatus, type SpanCache } from '@/lib/status/store/read-status'
import { toPublicCluster } from '@/lib/status/model/public-cluster'
import type { StoredStatus } from '@/lib/status/model/stored-page'
import { toPublicPage } from '@/lib/status/model/to-public-page'
import { readMemory, type PublisherMemory } from '@/lib/status/publish/memory'
import { toBatch, writeBatch } from '@/lib/status/publish/write-changes'
import { aMoment } from './a-snapshot'
import { watchCluster } from './watched/a-watched-cluster'
import type { Watched } from './watched/watched'

/** Seconds of a play: links and ages of the watched facts count from its end. */
export const playLength = 900
const end = aMoment + playLength * 1_000

export interface PlayedPage {
  at: number
  status: StoredStatus
  /** The visible text of the page, line by line, without days of no data and the legend. */
  words: string
}

interface Play {
  /** Watched facts, each from its second on. */
  scenes: readonly [from: number, Watched][]
  /** Seconds at which the page is rendered. */
  moments: readonly number[]
  /** Interval of the snapshots in seconds; each scene has one too. */
  step?: number
  thresholdMs?: number
}

/** What a publisher writes snapshot by snapshot, without its clock: the product's own snapshot, projection, rows and page. */
export async function playStatus(
  journal: Journal,
  { scenes, moments, step = 1, thresholdMs = 10_000 }: Play,
): Promise<Record<number, PlayedPage>> {
  const component = { clusterId: 'east', name: 'Order stream', description: null, group: null }
  const draft = { slug: 'streams', title: 'Acme streams', description: null, isPublished: true, thresholdMs, components: [component] }
  await createPage(journal, draft, aMoment)
  const times = toTimes(scenes, Math.max(...moments), step)
  const looks = times.map((second): [number, Watched] => [playLength - second, scenes.findLast(([from]) => from <= second)?.[1] ?? {}])
  const cache: SpanCache = { spans: [] }
  const pages: Record<number, PlayedPage> = {}
  let memory: PublisherMemory | null = null
  for (const [index, { at, snapshot }] of watchCluster(end, looks).entries()) {
    const before: PublisherMemory = memory ?? (await readMemory(journal, null, at))
    const batch = toBatch(before, new Map([['east', toPublicCluster(snapshot, at)]]), at)
    const clusters = await journal.db.transaction().execute((writer) => writeBatch(writer, before, batch, at))
    memory = { ...before, clusters }
    const second = times[index] ?? 0
    if (moments.includes(second)) pages[second] = toPlayedPage(await readStatus(journal, await readHead(journal), cache, at), at)
  }
  return pages
}

function toTimes(scenes: Play['scenes'], last: number, step: number): number[] {
  const even = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step)
  return [...new Set([...even, ...scenes.map(([from]) => from)])].sort((a, b) => a - b).filter((second) => second <= last)
}

function toPlayedPage(status: StoredStatus, at: number): PlayedPage {
  const address = { base: '/status/streams', url: 'https://status.example.org/status/streams' }
  const page = toPublicPage(status.pages[0]!, status, at)
  return { at, status, words: readWords(toDocument(page, at, address)) }
}

function readWords(text: string): string {
  return text
    .slice(text.indexOf('<main'), text.indexOf('<footer'))
    .replace(/<table>.*?<\/table>|<title>[^<]*<\/title>/gs, '')
    .replace(/<\/span>(?=<)/g, ' | ')
    .replace(/<\/?(?:p|h\d|div|section|ul|ol|li|article|header|details|summary)[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .split('\n')
    .map((line) => line.replace(/^[ |]+|[ |]+$/g, ''))
    .filter((line) => line !== '')
    .join('\n')
}
