import 'server-only'
import { z } from 'zod'
import type { DeclaredStatusPage } from '@/lib/status/model/declared-pages'
import { statusTimes } from '@/lib/status/model/limits'
import { secondMs } from '@/lib/base/durations'
import { emptyPageProblem, line, lines, most, pageAddress } from '@/lib/status/model/page-fields'

const service = z.strictObject({
  /** Id of one of the file's clusters. */
  cluster: z.string(),
  /** Public name for readers; never derived from the internal name. */
  name: line(most.name),
  description: line(most.about).optional(),
  group: line(most.group).optional(),
})

const page = z.strictObject({
  address: pageAddress,
  title: line(most.title),
  description: lines(most.description).optional(),
  /** Not published by default. */
  published: z.boolean().default(false),
  /** From this length on a leader change is an outage. */
  outageAfterSeconds: z
    .number()
    .min(0)
    .max(statusTimes.longestThreshold / secondMs)
    .default(statusTimes.defaultThreshold / secondMs),
  services: z.array(service).max(most.services),
})

/** `statusPages:` of understudy.yaml. */
export const statusPages = z.array(page).max(most.pages)

type Entry = z.infer<typeof page>

/** Checks across pages: addresses and clusters are named once, and the clusters exist. */
export function checkStatusPages(pages: readonly Entry[], clusterIds: readonly string[], context: z.RefinementCtx): void {
  const add = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path: ['statusPages', ...path], message })
  pages.forEach(({ address, services, published }, index) => {
    if (published && services.length === 0) add([index, 'services'], emptyPageProblem)
    const first = pages.findIndex((other) => other.address === address)
    if (first < index) add([index, 'address'], `the address “${address}” is taken by page ${first + 1} already`)
    services.forEach(({ cluster }, at) => {
      if (!clusterIds.includes(cluster)) add([index, 'services', at, 'cluster'], 'none of the clusters of this file has this id')
      else if (services.findIndex((other) => other.cluster === cluster) < at)
        add([index, 'services', at, 'cluster'], 'this page names the cluster already')
    })
  })
}

export function toPageDraft({ address, title, description, published, outageAfterSeconds, services }: Entry): DeclaredStatusPage {
  return {
    slug: address,
    title,
    description: description ?? null,
    isPublished: published,
    thresholdMs: Math.round(outageAfterSeconds * secondMs),
    components: services.map(({ cluster, name, description: about, group }) => ({
      clusterId: cluster,
      name,
      description: about ?? null,
      group: group ?? null,
    })),
  }
}
