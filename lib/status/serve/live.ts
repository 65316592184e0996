import 'server-only'
import { createHash } from 'node:crypto'
import { toLiveParts } from '@/components/status/live-parts'
import type { PageView, PageLookup } from './pages'

/** One who reads a page live. `put` must not throw and must not grow with a reader that does not read. */
export interface LiveReader {
  /** @param isState replaces any state that still waits; else it is a pulse, which may be dropped */
  put(frame: Buffer, isState: boolean): void
  /** Ends the connection from this side. */
  end(): void
}

export interface LiveHub {
  /** Sends the state at once. @returns stop; null when there is no such page */
  add(slug: string, reader: LiveReader): (() => void) | null
  /** Something was read from the database. */
  tell(): void
  readers(): number
  close(): void
}

const pulseMs = 1_000

interface Topic {
  readers: Set<LiveReader>
  key: string
  frame: Buffer
}

/** Pushes a page's changed parts to all its readers: made once, the same bytes for each. A pulse a second says that data still comes. */
export function createLiveHub(pages: { find(slug: string): PageLookup }): LiveHub {
  const topics = new Map<string, Topic>()
  const timer = setInterval(() => beat(), pulseMs)
  timer.unref()

  const send = (slug: string, topic: Topic) => {
    const view = pages.find(slug)
    if (typeof view === 'string') return
    const key = toKey(view)
    if (key === topic.key) return
    topic.key = key
    topic.frame = toStateFrame(view)
    for (const reader of topic.readers) reader.put(topic.frame, true)
  }
  function beat() {
    for (const [slug, topic] of topics) {
      // First what went stale by the clock alone.
      send(slug, topic)
      const view = pages.find(slug)
      const frame = toPulseFrame(typeof view === 'string' ? null : view)
      for (const reader of topic.readers) reader.put(frame, false)
    }
  }
  return {
    add(slug, reader) {
      const view = pages.find(slug)
      if (typeof view === 'string') return null
      const topic = topics.get(slug) ?? { readers: new Set(), key: toKey(view), frame: toStateFrame(view) }
      topics.set(slug, topic)
      topic.readers.add(reader)
      reader.put(topic.frame, true)
      return () => {
        topic.readers.delete(reader)
        if (topic.readers.size === 0) topics.delete(slug)
      }
    },
    tell: () => topics.forEach((topic, slug) => send(slug, topic)),
    readers: () => [...topics.values()].reduce((sum, { readers }) => sum + readers.size, 0),
    close() {
      clearInterval(timer)
      for (const { readers } of [...topics.values()]) for (const reader of [...readers]) reader.end()
    },
  }
}

/** What readers see, ages left out. */
function toKey(view: PageView): string {
  return JSON.stringify([view.page.state, toLiveParts(view.page, view.now), toHistory(view)])
}

/** Changes when bars or past incidents do; today's growing sums are no reason to fetch them again. */
function toHistory({ page }: PageView): string {
  const days = page.components.map((component) => [component.days.at(-1)?.day, component.days.map(({ worst }) => worst).join('')])
  const past = page.incidents.filter(({ resolvedAt }) => resolvedAt !== null).map(({ id, updatedAt }) => [id, updatedAt])
  return createHash('sha256')
    .update(JSON.stringify([days, past, page.maintenances.filter(({ status }) => status === 'completed').map(({ id }) => id)]))
    .digest('base64url')
    .slice(0, 12)
}

function toStateFrame(view: PageView): Buffer {
  const { page, now } = view
  return Buffer.from(
    `event: state\ndata: ${JSON.stringify({ now, observed: page.observedAt, state: page.state, history: toHistory(view), parts: toLiveParts(page, now) })}\n\n`,
  )
}

function toPulseFrame(view: PageView | null): Buffer {
  return Buffer.from(`event: pulse\ndata: ${JSON.stringify({ now: Date.now(), ...(view && { observed: view.page.observedAt }) })}\n\n`)
}
