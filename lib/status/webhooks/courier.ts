import 'server-only'
import type { BlockList } from 'node:net'
import type { Journal } from '@/lib/journal/dialect'
import { readHead } from '@/lib/status/store/head'
import { readStatus } from '@/lib/status/store/read-status'
import { listDue, listUnannounced, writeDeliveries, writeOutcome } from '@/lib/status/store/webhooks'
import { toPublicPage } from '@/lib/status/model/to-public-page'
import { findFormat } from './format-table'
import { sendDelivery } from './send'
import { findShownUpdate } from './webhook-format'

/**
 * Announces new updates and delivers those that are due; one round at a time. Only the console that publishes runs it, so that each is sent
 * by one.
 */
export class Courier {
  private round: Promise<void> | null = null

  constructor(
    private readonly allowed: BlockList | null,
    private readonly onError: (error: unknown) => void,
    private readonly send = sendDelivery,
  ) {}

  /** Never waits and never throws: receivers are slow, pages are not. */
  poke(journal: Journal): void {
    this.round ??= this.run(journal)
      .catch(this.onError)
      .finally(() => (this.round = null))
  }

  async settle(): Promise<void> {
    await this.round
  }

  private async run(journal: Journal): Promise<void> {
    await announce(journal, Date.now())
    const due = await listDue(journal, Date.now())
    await Promise.all(
      due.map(async ({ attempts, ...delivery }) => {
        const outcome = await this.send(delivery, { allowed: this.allowed, now: Date.now })
        await writeOutcome(journal, delivery.id, attempts + 1, outcome, Date.now())
      }),
    )
  }
}

async function announce(journal: Journal, now: number): Promise<void> {
  const unannounced = await listUnannounced(journal)
  if (unannounced.length === 0) return
  const status = await readStatus(journal, await readHead(journal), { spans: [] }, now)
  const announcements = status.pages
    .filter(({ isPublished }) => isPublished)
    .flatMap((stored) => {
      const page = toPublicPage(stored, status, now, () => [])
      return unannounced.flatMap(({ subjectId, updateId }) => {
        const shown = findShownUpdate(page, subjectId, updateId)
        return shown === null ? [] : [{ pageId: stored.id, toBody: (receiver: string) => findFormat(receiver).toBody(shown) }]
      })
    })
  await journal.db.transaction().execute((writer) =>
    writeDeliveries(
      writer,
      unannounced.map(({ updateId }) => updateId),
      announcements,
      now,
    ),
  )
}
