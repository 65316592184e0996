import 'server-only'
import { createHash } from 'node:crypto'
import { toGrowingParts, toTurningParts, type LiveParts } from '@/lib/status/page/live-parts'
import { toLists } from '@/lib/status/model/lists'
import type { PageView, PageLookup } from './pages'

/** A live reader of a page. `put` must not throw and must not grow with a reader that does not read. */
export interface LiveReader {
  /** @param isState replaces any state that still waits; else it is a pulse, which may be dropped */
  put(frame: Buffer, isState: boolean): void
  /** Ends the connection from this side. */
  end(): void
}

export interface LiveHub {
  /** Sends the state at once. @returns stop; null when there is no such page */
  add(slug: string, reader: LiveReader): (() => void) | null
  /** Called when new data was read from the database. */
  notify(): void
  readers(): number
  close(): void
}

const pulseMs = 1_000

interface Topic {
  readers: Set<LiveReader>
  key: string
  frame: Buffer
  /** As the last state frame had them. */
  growing: LiveParts
}

/**
 * Pushes a page's changed parts to all its readers: made once, the same bytes for each. A pulse each second shows that data still comes,
 * and brings the figures that grew since the last state: each pulse has all of them, so that one may be lost.
 */
export function createLiveHub(pages: { find(slug: string): PageLookup }): LiveHub {
  const topics = new Map<string, Topic>()
  const timer = setInterval(() => beat(), pulseMs)
  timer.unref()

  const send = (slug: string, topic: Topic) => {
    const view = pages.find(slug)
    if (typeof view === 'string') return
    if (toKey(view) === topic.key) return
    Object.assign(topic, toState(view))
    for (const reader of topic.readers) reader.put(topic.frame, true)
  }
  function beat() {
    for (const [slug, topic] of topics) {
      // First those that went stale by the clock alone.
      send(slug, topic)
      const view = pages.find(slug)
      const frame = toPulseFrame(typeof view === 'string' ? null : view, topic.growing)
      for (const reader of topic.readers) reader.put(frame, false)
    }
  }
  return {
    add(slug, reader) {
      const view = pages.find(slug)
      if (typeof view === 'string') return null
      const topic = topics.get(slug) ?? { readers: new Set<LiveReader>(), ...toState(view) }
      topics.set(slug, topic)
      topic.readers.add(reader)
      reader.put(topic.frame, true)
      return () => {
        topic.readers.delete(reader)
        if (topic.readers.size === 0) topics.delete(slug)
      }
    },
    notify: () => topics.forEach((topic, slug) => send(slug, topic)),
    readers: () => [...topics.values()].reduce((sum, { readers }) => sum + readers.size, 0),
    close() {
      clearInterval(timer)
      for (const { readers } of [...topics.values()]) for (const reader of [...readers]) reader.end()
    },
  }
}

/** What readers see, without ages and growing figures. */
function toKey(view: PageView): string {
  return JSON.stringify([view.page.state, toTurningParts(view.page, view.now), toHistory(view)])
}

/** Changes when past days or the list of past entries change; today and recent entries come with the state. */
function toHistory({ page, now }: PageView): string {
  const days = page.components.map((component) => [
    component.days.at(-1)?.day,
    component.days
      .slice(0, -1)
      .map(({ worst }) => worst)
      .join(''),
  ])
  const { past } = toLists(page, now)
  return createHash('sha256')
    .update(JSON.stringify([days, past.map(({ item: message }) => [message.id, message.updatedAt])]))
    .digest('base64url')
    .slice(0, 12)
}

function toState(view: PageView): Pick<Topic, 'key' | 'frame' | 'growing'> {
  const { page, now } = view
  const growing = toGrowingParts(page)
  const parts = { ...toTurningParts(page, now), ...growing }
  const data = JSON.stringify({ now, observed: page.observedAt, state: page.state, history: toHistory(view), parts })
  return { key: toKey(view), frame: Buffer.from(`event: state\ndata: ${data}\n\n`), growing }
}

function toPulseFrame(view: PageView | null, before: LiveParts): Buffer {
  const grown = view === null ? [] : Object.entries(toGrowingParts(view.page)).filter(([id, text]) => before[id] !== text)
  const message = view && { observed: view.page.observedAt, ...(grown.length > 0 && { parts: Object.fromEntries(grown) }) }
  return Buffer.from(`event: pulse\ndata: ${JSON.stringify({ now: Date.now(), ...message })}\n\n`)
}
