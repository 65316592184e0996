import 'server-only'
import { z } from 'zod'
import { appendAudit, type AuditEntry } from '@/lib/journal/audit/append'
import { getJournal, type Journal } from '@/lib/journal/database'
import { findPage } from '@/lib/status/store/pages'
import type { Actor, PersonRole } from '@/lib/model/actor'
import type { StoredPage } from '@/lib/status/model/stored-page'
import { answer } from '../answer'
import { HttpError } from '../errors'
import { readAddress } from '../read-address'

type Params = Record<string, string>

export interface PageRequest<P extends Params = Params> {
  request: Request
  journal: Journal
  actor: Actor
  page: StoredPage
  params: P
}

const rowId = z.string().regex(/^[a-z0-9]{1,40}$/)

/** A route under one status page, for authorized requests. */
export function answerForPage<P extends Params = { id: string }>(handle: (asked: PageRequest<P>) => Promise<Response>, role: PersonRole) {
  return answer<{ params: Promise<P & { id: string }> }>(async (request, context, actor) => {
    const params = await context.params
    const journal = await getJournal()
    const page = Object.values(params).every((id) => rowId.safeParse(id).success) ? await findPage(journal, params.id) : null
    if (page === null) return throwNotFound('There is no status page with this id. GET /api/v1/status-pages lists those there are.')
    return handle({ request, journal, actor, page, params })
  }, role)
}

/** @throws HttpError status-page-not-found, always */
export function throwNotFound(message: string): never {
  throw new HttpError('status-page-not-found', message)
}

/** Notes in the audit what was done; refusals never get here. */
export async function noteDone(
  { request, journal, actor }: Pick<PageRequest, 'request' | 'journal' | 'actor'>,
  entry: Pick<AuditEntry, 'action' | 'target' | 'detail'>,
): Promise<void> {
  await appendAudit(journal, { actor, from: readAddress(request), clusterId: null, reason: null, result: 'done', ...entry })
}
