import 'server-only'
import { appendAudit, type AuditEntry } from '@/lib/journal/audit/append'
import { getJournal } from '@/lib/journal/database'
import type { Journal } from '@/lib/journal/dialect'
import { getLog } from '@/lib/base/log'
import { AuditLimit } from './audit-limit'
import type { SignInRefusal } from '../signed-in'

const limit = new AuditLimit()

/** A request that a route refused before it did anything. */
export async function noteRefusal({ actor, from, action, reason }: SignInRefusal): Promise<void> {
  try {
    await appendRefused(await getJournal(), {
      actor,
      from,
      action,
      clusterId: findClusterId(action),
      target: null,
      reason,
      result: 'refused',
    })
  } catch (error) {
    getLog().error({ err: error, action, from }, 'A refused attempt could not be written to the audit.')
  }
}

/** A line for a refused request; one address gets a limited number per minute. */
export async function appendRefused(journal: Journal, entry: AuditEntry): Promise<void> {
  const unwritten = limit.take(entry.from, Date.now())
  if (unwritten === null) return
  await appendAudit(journal, unwritten === 0 ? entry : { ...entry, detail: { unwrittenBefore: unwritten } })
}

function findClusterId(action: string): string | null {
  return /\/api\/v1\/clusters\/([A-Za-z0-9._-]{1,64})(?:\/|$)/.exec(action)?.[1] ?? null
}
