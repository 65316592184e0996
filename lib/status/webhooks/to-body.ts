import type { PublicPage } from '@/lib/status/model/public-page'

/** The body for one update: the same words as the page's own, and its link. null: the page does not show it. */
export function toWebhookBody(page: PublicPage, subjectId: string, updateId: string): string | null {
  const incident = page.incidents.find(({ id }) => id === subjectId)
  const subject = incident ?? page.maintenances.find(({ id }) => id === subjectId)
  const update = subject?.updates.find(({ id }) => id === updateId)
  if (!subject || !update) return null
  return JSON.stringify({
    event: incident ? 'incident.update' : 'maintenance.update',
    page: { id: page.slug, name: page.title },
    subject: {
      id: subject.id,
      name: subject.title,
      status: update.status,
      ...(incident && { impact: incident.impact, leaderless_ms: incident.downMs }),
    },
    update: { id: update.id, status: update.status, body: update.body, created_at: new Date(update.at).toISOString() },
    components: page.components.filter(({ id }) => subject.componentIds.includes(id)).map(({ id, name, state }) => ({ id, name, state })),
  })
}
