import 'server-only'
import type { Actor } from '@/lib/model/actor'
import { getJournal, type Journal } from '@/lib/journal/database'
import { listIncidents } from '@/lib/status/store/incidents'
import { listMaintenances } from '@/lib/status/store/maintenances'
import { createPage, deletePage, isSlugTaken, listPages, updatePage } from '@/lib/status/store/pages'
import { dayMs } from '@/lib/base/durations'
import type { StatusPageDetail } from '@/lib/status/model/managed-page'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { HttpError } from '../errors'
import { readJsonBody } from '../read-body'
import { respondJson } from '../respond'
import { statusPageDraft } from '@/lib/status/model/declared-pages'
import { noteDone, type PageRequest } from './answer-for-page'

export async function respondPages(): Promise<Response> {
  return respondJson({ pages: await listPages(await getJournal()) })
}

export async function respondPage({ journal, page }: PageRequest): Promise<Response> {
  return respondJson(await getPageDetail(journal, page))
}

/** A page with what operators may update: its incidents and maintenances of the last thirty days. */
export async function getPageDetail(journal: Journal, page: StoredPage): Promise<StatusPageDetail> {
  const since = Date.now() - 30 * dayMs
  const has = (clusterId: string | null) => page.components.some((component) => component.clusterId === clusterId)
  const incidents = (await listIncidents(journal, since)).filter((one) =>
    one.pageId === null ? has(one.clusterId) : one.pageId === page.id,
  )
  const maintenances = (await listMaintenances(journal, since)).filter((one) =>
    one.pageId === null ? one.clusterIds.some(has) : one.pageId === page.id,
  )
  return {
    page,
    incidents: incidents.map(({ id, clusterId, title, status, impact, startedAt, resolvedAt, updates }) => ({
      id,
      clusterId,
      title,
      status,
      impact,
      startedAt,
      resolvedAt,
      updates,
    })),
    maintenances: maintenances.map(({ id, kind, clusterIds, title, body, startsAt, endsAt, endedAt }) => ({
      id,
      kind,
      clusterIds,
      title,
      body,
      startsAt,
      endsAt,
      endedAt,
    })),
  }
}

export async function makePage(request: Request, actor: Actor): Promise<Response> {
  const draft = await readJsonBody(request, statusPageDraft)
  const journal = await getJournal()
  await refuseTakenSlug(journal, draft.slug, null)
  const id = await createPage(journal, draft, Date.now())
  await noteDone({ request, journal, actor }, { action: 'status-page.create', target: draft.slug, detail: draft })
  return respondJson({ id })
}

export async function changePage(asked: PageRequest): Promise<Response> {
  const { request, journal, page } = asked
  refuseDeclared(page)
  const draft = await readJsonBody(request, statusPageDraft)
  await refuseTakenSlug(journal, draft.slug, page.id)
  await updatePage(journal, page, draft, Date.now())
  await noteDone(asked, {
    action:
      page.isPublished === draft.isPublished ? 'status-page.change' : draft.isPublished ? 'status-page.publish' : 'status-page.unpublish',
    target: draft.slug,
    detail: draft,
  })
  return respondJson({ id: page.id })
}

export async function removePage(asked: PageRequest): Promise<Response> {
  refuseDeclared(asked.page)
  await deletePage(asked.journal, asked.page.id, Date.now())
  await noteDone(asked, { action: 'status-page.delete', target: asked.page.slug })
  return respondJson({ id: asked.page.id })
}

/** The file would override the change a second later. */
function refuseDeclared({ slug, declaredIn }: StoredPage): void {
  if (declaredIn !== null)
    throw new HttpError(
      'bad-request',
      `The page “${slug}” is declared in ${declaredIn}. Change it there, or take it out of the file first.`,
      { declaredIn },
    )
}

async function refuseTakenSlug(journal: Journal, slug: string, exceptId: string | null): Promise<void> {
  if (await isSlugTaken(journal, slug, exceptId))
    throw new HttpError('bad-request', `slug: another page has the address “${slug}”. Choose another.`, { field: 'slug' })
}
