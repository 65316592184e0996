import { z } from 'zod'
import { emptyPageProblem, line, lines, most, outageThreshold, pageAddress } from './page-fields'
import type { StoredPage } from './stored-page'

export const publishedCluster = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

/** Body of POST and PUT of a page, and what a page of understudy.yaml becomes. */
export const statusPageDraft = z
  .strictObject({
    slug: pageAddress,
    title: line(most.title),
    description: lines(most.description).nullable().default(null),
    isPublished: z.boolean().default(false),
    thresholdMs: outageThreshold.meta({ description: 'From this length on a leader change is an outage on the page, ms.' }),
    components: z
      .array(
        z.strictObject({
          clusterId: publishedCluster,
          name: line(most.name),
          description: line(most.about).nullable().default(null),
          group: line(most.group).nullable().default(null),
        }),
      )
      .max(most.services)
      .refine((all) => new Set(all.map((one) => one.clusterId)).size === all.length, 'names a cluster twice'),
  })
  .refine(({ isPublished, components }) => !isPublished || components.length > 0, { error: emptyPageProblem, path: ['components'] })

/** A page as it is described: in the browser, or in understudy.yaml. Components keep their public ids as long as they name the same cluster. */
export type DeclaredStatusPage = z.output<typeof statusPageDraft>

/** What understudy.yaml says of status pages. */
export interface Declaration {
  pages: readonly DeclaredStatusPage[]
  /** Absolute path; null: there is no such file. */
  file: string | null
}

export type DeclarationChange =
  /** `page` null: none has this address yet. */
  | { kind: 'declare'; page: StoredPage | null; draft: DeclaredStatusPage }
  /** It is in the file no longer. */
  | { kind: 'release'; page: StoredPage }

/**
 * What has to be written so that the stored pages match the file. The file wins: a page of the same address that was made in the browser
 * becomes the declared one, with its history, incidents and webhooks. A page that was removed from the file is off and can be changed in
 * the browser again.
 */
export function deriveDeclarationChanges({ pages, file }: Declaration, stored: readonly StoredPage[]): DeclarationChange[] {
  const declared = pages.map((draft) => ({ draft, page: stored.find(({ slug }) => slug === draft.slug) ?? null }))
  const left = stored.filter(({ slug, declaredIn }) => declaredIn !== null && !pages.some((draft) => draft.slug === slug))
  return [
    ...declared
      .filter(({ draft, page }) => page === null || page.declaredIn !== file || !isAsDeclared(page, draft))
      .map(({ draft, page }) => ({ kind: 'declare', draft, page }) as const),
    ...left.map((page) => ({ kind: 'release', page }) as const),
  ]
}

function isAsDeclared(page: StoredPage, draft: DeclaredStatusPage): boolean {
  return JSON.stringify(toDraft(page)) === JSON.stringify(toDraft(draft))
}

function toDraft({ slug, title, description, isPublished, thresholdMs, components }: DeclaredStatusPage): DeclaredStatusPage {
  return {
    slug,
    title,
    description,
    isPublished,
    thresholdMs,
    components: components.map(({ clusterId, name, description: about, group }) => ({ clusterId, name, description: about, group })),
  }
}
