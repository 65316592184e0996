import 'server-only'
import { createWebhook, deleteWebhook, listDeliveries, listWebhooks, mostWebhooks } from '@/lib/status/store/webhooks'
import { HttpError } from '../errors'
import { readJsonBody } from '../read-body'
import { respondJson } from '../respond'
import { webhookDraft } from '../schemas/status-pages'
import { noteDone, throwNotFound, type PageRequest } from './answer-for-page'

const shownDeliveries = 20

export async function respondWebhooks({ journal, page }: PageRequest): Promise<Response> {
  const webhooks = await listWebhooks(journal, page.id)
  return respondJson({
    webhooks: await Promise.all(
      webhooks.map(async ({ id, url, createdAt }) => ({
        id,
        url,
        createdAt,
        deliveries: await listDeliveries(journal, id, shownDeliveries),
      })),
    ),
  })
}

/** The secret is in this answer and in no other. The audit keeps the host, not the path: tokens are often in it. */
export async function makeWebhook(asked: PageRequest): Promise<Response> {
  const { url } = await readJsonBody(asked.request, webhookDraft)
  if ((await listWebhooks(asked.journal, asked.page.id)).length >= mostWebhooks)
    throw new HttpError('bad-request', `A page has at most ${mostWebhooks} webhooks. Remove one first.`)
  const made = await createWebhook(asked.journal, asked.page.id, url, Date.now())
  await noteDone(asked, { action: 'status-page.webhook', target: `${asked.page.slug}/${made.id}`, detail: { origin: new URL(url).origin } })
  return respondJson(made, { 'cache-control': 'no-store' })
}

export async function removeWebhook(asked: PageRequest<{ id: string; webhook: string }>): Promise<Response> {
  if (!(await deleteWebhook(asked.journal, asked.page.id, asked.params.webhook))) return throwNotFound('This page has no such webhook.')
  await noteDone(asked, { action: 'status-page.webhook-delete', target: `${asked.page.slug}/${asked.params.webhook}` })
  return respondJson({ id: asked.params.webhook })
}
