import 'server-only'
import type { Selectable } from 'kysely'
import type { Journal } from '@/lib/journal/dialect'
import type { StatusComponentsTable, StatusPagesTable } from '@/lib/journal/tables/status'
import type { DeclarationChange, DeclaredStatusPage } from '@/lib/status/model/declared-pages'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { changeStatus, makePublicId, type Writer } from './change'

type Reader = Pick<Journal, 'db'>

export async function listPages({ db }: Reader): Promise<StoredPage[]> {
  const pages = await db.selectFrom('status_pages').selectAll().orderBy('created_at').execute()
  const components = await db.selectFrom('status_components').selectAll().orderBy('position').execute()
  return pages.map((page) =>
    toStoredPage(
      page,
      components.filter(({ page_id }) => page_id === page.id),
    ),
  )
}

export async function findPage({ db }: Reader, id: string): Promise<StoredPage | null> {
  return (await listPages({ db })).find((page) => page.id === id) ?? null
}

export async function isSlugTaken({ db }: Reader, slug: string, exceptId: string | null): Promise<boolean> {
  const row = await db.selectFrom('status_pages').select('id').where('slug', '=', slug).executeTakeFirst()
  return row !== undefined && row.id !== exceptId
}

export async function createPage(journal: Journal, draft: DeclaredStatusPage, now: number): Promise<string> {
  return changeStatus(journal, now, (writer) => insertPage(writer, draft, null, now))
}

export async function updatePage(journal: Journal, page: StoredPage, draft: DeclaredStatusPage, now: number): Promise<void> {
  await changeStatus(journal, now, (writer) => rewritePage(writer, page, draft, null, now))
}

/** Makes a page what the file says, or returns it to the browser, where it is off. */
export async function writeDeclaration(writer: Writer, change: DeclarationChange, file: string | null, now: number): Promise<void> {
  if (change.kind === 'release')
    await writer
      .updateTable('status_pages')
      .set({ declared_in: null, is_published: 0, updated_at: now })
      .where('id', '=', change.page.id)
      .execute()
  else if (change.page === null) await insertPage(writer, change.draft, file, now)
  else await rewritePage(writer, change.page, change.draft, file, now)
}

async function insertPage(writer: Writer, draft: DeclaredStatusPage, declaredIn: string | null, now: number): Promise<string> {
  const id = makePublicId()
  await writer
    .insertInto('status_pages')
    .values({ id, ...toRow(draft), declared_in: declaredIn, created_at: now, updated_at: now })
    .execute()
  await writeComponents(writer, id, draft, [], now)
  return id
}

async function rewritePage(
  writer: Writer,
  page: StoredPage,
  draft: DeclaredStatusPage,
  declaredIn: string | null,
  now: number,
): Promise<void> {
  await writer
    .updateTable('status_pages')
    .set({ ...toRow(draft), declared_in: declaredIn, updated_at: now })
    .where('id', '=', page.id)
    .execute()
  await writeComponents(writer, page.id, draft, page.components, now)
}

/** Deletes a page with the incidents that operators wrote, maintenances and webhooks. */
export async function deletePage(journal: Journal, id: string, now: number): Promise<void> {
  await changeStatus(journal, now, async (writer) => {
    await writer.deleteFrom('status_pages').where('id', '=', id).execute()
  })
}

async function writeComponents(
  writer: Writer,
  pageId: string,
  { components }: DeclaredStatusPage,
  before: StoredPage['components'],
  now: number,
): Promise<void> {
  await writer.deleteFrom('status_components').where('page_id', '=', pageId).execute()
  await endIncidentsOf(writer, pageId, before, components, now)
  if (components.length === 0) return
  await writer
    .insertInto('status_components')
    .values(
      components.map(({ clusterId, name, description, group }, position) => {
        const known = before.find((component) => component.clusterId === clusterId)
        return {
          id: known?.id ?? makePublicId(),
          page_id: pageId,
          cluster_id: clusterId,
          name,
          description,
          group_name: group,
          position: position + 1,
          created_at: known?.createdAt ?? now,
        }
      }),
    )
    .execute()
}

/** The end of an incident is not observed once its cluster has left the page. */
async function endIncidentsOf(
  writer: Writer,
  pageId: string,
  before: StoredPage['components'],
  after: DeclaredStatusPage['components'],
  now: number,
): Promise<void> {
  const left = before.filter((one) => !after.some(({ clusterId }) => clusterId === one.clusterId)).map(({ clusterId }) => clusterId)
  if (left.length === 0) return
  await writer
    .updateTable('status_incidents')
    .set({ status: 'resolved', resolved_at: now, is_end_unseen: 1 })
    .where('page_id', '=', pageId)
    .where('cluster_id', 'in', left)
    .where('resolved_at', 'is', null)
    .execute()
}

function toRow({ slug, title, description, isPublished, thresholdMs }: DeclaredStatusPage) {
  return { slug, title, description, is_published: isPublished ? 1 : 0, threshold_ms: thresholdMs }
}

function toStoredPage(page: Selectable<StatusPagesTable>, components: readonly StatusComponentsTable[]): StoredPage {
  return {
    id: page.id,
    slug: page.slug,
    title: page.title,
    description: page.description,
    isPublished: page.is_published === 1,
    thresholdMs: page.threshold_ms,
    declaredIn: page.declared_in,
    createdAt: page.created_at,
    updatedAt: page.updated_at,
    components: components.map((one) => ({
      id: one.id,
      clusterId: one.cluster_id,
      name: one.name,
      description: one.description,
      group: one.group_name,
      position: one.position,
      createdAt: one.created_at,
    })),
  }
}
