import type { Journal } from '@/lib/journal/dialect'
import { changeStatus } from '@/lib/status/store/change'
import { closeSpans, openSpan, writeCluster } from '@/lib/status/store/clusters'
import { writeObserved } from '@/lib/status/store/head'
import { createPage } from '@/lib/status/store/pages'
import { dayMs } from '@/lib/base/durations'
import { aPublicCluster } from './a-status'

/** A published page "streams" of `names.length` clusters, each with ninety days of history, observed at `now`. */
export async function fillStatus(journal: Journal, names: readonly string[], now: number): Promise<string> {
  const id = await createPage(
    journal,
    {
      slug: 'streams',
      title: 'Acme streams',
      description: 'Streams that carry orders and payments.',
      isPublished: true,
      thresholdMs: 10_000,
      components: names.map((name) => ({ clusterId: toClusterId(name), name, description: null, group: null })),
    },
    now - 90 * dayMs,
  )
  await changeStatus(journal, now, async (writer) => {
    for (const name of names) {
      const clusterId = toClusterId(name)
      await writeCluster(writer, { clusterId, cluster: aPublicCluster(), since: now - 90 * dayMs })
      await openSpan(writer, clusterId, 'operational', now - 90 * dayMs)
      await closeSpans(writer, clusterId, now - 40 * dayMs)
      await openSpan(writer, clusterId, 'taking-over', now - 40 * dayMs)
      await closeSpans(writer, clusterId, now - 40 * dayMs + 34_100)
      await openSpan(writer, clusterId, 'operational', now - 40 * dayMs + 34_100)
    }
    await writeObserved(writer, Object.fromEntries(names.map((name) => [toClusterId(name), now])))
  })
  return id
}

/** The internal id behind a public name; tests search for it where it must not appear. */
export function toClusterId(name: string): string {
  return `internal-${name.toLowerCase().replaceAll(' ', '-')}`
}
