import 'server-only'
import { processWide } from '@/lib/base/process-wide'
import { getJournalChanges } from '@/lib/journal/changes'
import type { ActivityQuestion } from '@/lib/journal/read/activity/question'
import { toFrame } from '../sse/frames'
import type { StreamReader } from '../sse/reader'
import type { ActivityOutbox } from './activity-outbox'
import { findActivity } from './find-activity'

/** After a page was read, the next reading waits so long; the first notification after a quiet time does not wait. */
const restMs = 250

type ActivityReader = StreamReader<ActivityOutbox>

interface Channel {
  readonly question: ActivityQuestion
  readonly readers: Set<ActivityReader>
  json: string
  frame: Uint8Array | null
  state: 'quiet' | 'busy' | 'busy-and-due'
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    activity?: ActivityFeed
  }
}

/** One for all bundles of the built app. */
export function getActivityFeed(): ActivityFeed {
  processWide.activity ??= new ActivityFeed()
  return processWide.activity
}

/**
 * The newest page of each filter that has a reader, read again when data was written and at no other time. However many readers share a
 * filter, it is read and serialized once.
 */
export class ActivityFeed {
  private readonly channels = new Map<string, Channel>()
  private stop: (() => void) | null = null

  add(question: ActivityQuestion, reader: ActivityReader): void {
    const key = JSON.stringify(question)
    const channel = this.channels.get(key) ?? { question, readers: new Set(), json: '', frame: null, state: 'quiet' as const }
    this.channels.set(key, channel)
    this.stop ??= getJournalChanges().subscribe(['activity'], () => this.channels.forEach((one) => void this.refresh(one)))
    channel.readers.add(reader)
    reader.onLeave(() => this.remove(key, channel, reader))
    if (channel.frame === null) void this.refresh(channel)
    else hand(reader, channel.frame)
  }

  private async refresh(channel: Channel): Promise<void> {
    if (channel.state !== 'quiet') return void (channel.state = 'busy-and-due')
    channel.state = 'busy'
    const json = JSON.stringify(await findActivity(channel.question))
    if (json !== channel.json) {
      channel.json = json
      const frame = (channel.frame = toFrame('activity', json))
      for (const reader of [...channel.readers]) hand(reader, frame)
    }
    setTimeout(() => this.rest(channel), restMs).unref()
  }

  private rest(channel: Channel): void {
    const isDue = channel.state === 'busy-and-due'
    channel.state = 'quiet'
    if (isDue && channel.readers.size > 0) void this.refresh(channel)
  }

  private remove(key: string, channel: Channel, reader: ActivityReader): void {
    channel.readers.delete(reader)
    if (channel.readers.size === 0 && this.channels.get(key) === channel) this.channels.delete(key)
    if (this.channels.size > 0) return
    this.stop?.()
    this.stop = null
  }
}

function hand(reader: ActivityReader, frame: Uint8Array): void {
  reader.outbox.put(frame)
  reader.wake()
}
