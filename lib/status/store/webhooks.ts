import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Journal } from '@/lib/journal/dialect'
import { makePublicId, type Writer } from './change'

type Reader = Pick<Journal, 'db'>

export interface StoredWebhook {
  id: string
  pageId: string
  url: string
  createdAt: number
}

/** One line of the log; without the body. */
export interface DeliveryLine {
  id: string
  createdAt: number
  attempts: number
  /** null: no further attempt. */
  nextAt: number | null
  deliveredAt: number | null
  lastStatus: number | null
  lastProblem: string | null
}

/** `status` null: no answer came, `problem` says why in words for the delivery log. */
export interface Outcome {
  isDelivered: boolean
  status: number | null
  problem: string | null
}

/** Waits between attempts; after the last one the delivery is dropped. */
const waits = [5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 21_600_000]
/** At most so many subscriptions per page, and so many waiting deliveries per subscription. */
export const mostWebhooks = 50
const mostWaiting = 1_000

export async function listWebhooks({ db }: Reader, pageId: string): Promise<StoredWebhook[]> {
  const rows = await db
    .selectFrom('status_webhooks')
    .select(['id', 'page_id', 'url', 'created_at'])
    .where('page_id', '=', pageId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ id: row.id, pageId: row.page_id, url: row.url, createdAt: row.created_at }))
}

/** @returns the id and the secret, which is shown only this once */
export async function createWebhook({ db }: Reader, pageId: string, url: string, now: number): Promise<{ id: string; secret: string }> {
  const [id, secret] = [makePublicId(), `whsec_${randomBytes(24).toString('base64url')}`]
  await db.insertInto('status_webhooks').values({ id, page_id: pageId, url, secret, created_at: now }).execute()
  return { id, secret }
}

export async function deleteWebhook({ db }: Reader, pageId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('status_webhooks').where('id', '=', id).where('page_id', '=', pageId).executeTakeFirst()
  return numDeletedRows > 0n
}

export async function listDeliveries({ db }: Reader, webhookId: string, limit: number): Promise<DeliveryLine[]> {
  const rows = await db
    .selectFrom('status_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    attempts: row.attempts,
    nextAt: row.next_at,
    deliveredAt: row.delivered_at,
    lastStatus: row.last_status,
    lastProblem: row.last_problem,
  }))
}

export interface Unannounced {
  updateId: string
  subjectId: string
}

export async function listUnannounced({ db }: Reader): Promise<Unannounced[]> {
  const rows = await db
    .selectFrom('status_updates')
    .select(['id', 'subject_id'])
    .where('is_announced', '=', 0)
    .orderBy('at')
    .limit(500)
    .execute()
  return rows.map((row) => ({ updateId: row.id, subjectId: row.subject_id }))
}

/**
 * Writes one delivery per subscription, and that the updates are announced: both or neither.
 * @param announcements `toBody` takes the receiver's address
 */
export async function writeDeliveries(
  writer: Writer,
  announced: readonly string[],
  announcements: readonly { pageId: string; toBody: (receiver: string) => string }[],
  now: number,
): Promise<void> {
  if (announced.length > 0)
    await writer
      .updateTable('status_updates')
      .set({ is_announced: 1 })
      .where('id', 'in', [...announced])
      .execute()
  for (const { pageId, toBody } of announcements) {
    for (const { id, url } of await listWebhooks({ db: writer }, pageId)) {
      const { waiting } = await writer
        .selectFrom('status_deliveries')
        .select((select) => select.fn.countAll<number>().as('waiting'))
        .where('webhook_id', '=', id)
        .where('next_at', 'is not', null)
        .executeTakeFirstOrThrow()
      // A receiver that was away for long reads the newest state from the page itself.
      if (Number(waiting) >= mostWaiting) continue
      await writer
        .insertInto('status_deliveries')
        .values({
          id: makePublicId(20),
          webhook_id: id,
          body: toBody(url),
          created_at: now,
          attempts: 0,
          next_at: now,
          delivered_at: null,
          last_status: null,
          last_problem: null,
        })
        .execute()
    }
  }
}

export async function listDue(
  { db }: Reader,
  now: number,
): Promise<{ id: string; url: string; secret: string; body: string; attempts: number }[]> {
  return db
    .selectFrom('status_deliveries')
    .innerJoin('status_webhooks', 'status_webhooks.id', 'status_deliveries.webhook_id')
    .select(['status_deliveries.id', 'url', 'secret', 'body', 'attempts'])
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(8)
    .execute()
}

export async function writeOutcome(
  { db }: Reader,
  id: string,
  attempts: number,
  { isDelivered, status, problem }: Outcome,
  now: number,
): Promise<void> {
  const wait = waits[attempts - 1]
  await db
    .updateTable('status_deliveries')
    .set({
      attempts,
      last_status: status,
      last_problem: problem,
      delivered_at: isDelivered ? now : null,
      next_at: isDelivered || wait === undefined ? null : now + wait,
    })
    .where('id', '=', id)
    .execute()
}
