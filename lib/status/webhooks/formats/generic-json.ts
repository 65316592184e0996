import type { PublicIncident } from '@/lib/status/model/public-page'
import type { WebhookFormat } from '../webhook-format'

/** The product's own format; it is for every receiver that no other format is for. */
export const genericJson: WebhookFormat = {
  isFor: () => true,
  toBody({ page, subject, update }) {
    const { id, title, componentIds } = subject.kind === 'incident' ? subject.incident : subject.maintenance
    return JSON.stringify({
      event: `${subject.kind}.update`,
      page: { id: page.slug, name: page.title },
      subject: { id, name: title, status: update.status, ...(subject.kind === 'incident' && toImpact(subject.incident)) },
      update: { id: update.id, status: update.status, body: update.body, created_at: new Date(update.at).toISOString() },
      components: page.components.filter((one) => componentIds.includes(one.id)).map(({ id, name, state }) => ({ id, name, state })),
    })
  },
}

function toImpact({ impact, downMs }: PublicIncident): { impact: string; leaderless_ms: number | null } {
  return { impact, leaderless_ms: downMs }
}
