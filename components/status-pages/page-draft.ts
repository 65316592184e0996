import { secondMs } from '@/lib/base/durations'
import type { StoredPage } from '@/lib/status/model/stored-page'

/** One cluster in the form: on the page or not, and its public name. */
export interface ComponentDraft {
  clusterId: string
  isOn: boolean
  name: string
  description: string
  group: string
}

export interface PageDraft {
  title: string
  slug: string
  description: string
  /** As typed. */
  thresholdSeconds: string
  components: ComponentDraft[]
}

/** The page's own clusters in their order, then the other observed ones. The public name is never filled in from the internal one. */
export function toDraft(page: StoredPage, clusters: readonly { id: string }[]): PageDraft {
  const on = page.components.map(({ clusterId, name, description, group }) => ({
    clusterId,
    isOn: true,
    name,
    description: description ?? '',
    group: group ?? '',
  }))
  const off = clusters
    .filter(({ id }) => !on.some(({ clusterId }) => clusterId === id))
    .map(({ id }) => ({ clusterId: id, isOn: false, name: '', description: '', group: '' }))
  return {
    title: page.title,
    slug: page.slug,
    description: page.description ?? '',
    thresholdSeconds: String(page.thresholdMs / secondMs),
    components: [...on, ...off],
  }
}

/** The body as the API accepts it. */
export function toBody({ title, slug, description, thresholdSeconds, components }: PageDraft, isPublished: boolean) {
  return {
    title,
    slug,
    isPublished,
    thresholdMs: Math.round(Number(thresholdSeconds) * secondMs),
    description: description.trim() === '' ? null : description,
    components: components
      .filter(({ isOn }) => isOn)
      .map(({ clusterId, name, description: about, group }) => ({
        clusterId,
        name,
        description: about.trim() === '' ? null : about,
        group: group.trim() === '' ? null : group,
      })),
  }
}
