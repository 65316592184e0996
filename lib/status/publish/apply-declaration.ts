import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Journal } from '@/lib/journal/dialect'
import { holdsLease } from '@/lib/journal/leases'
import { bumpVersion } from '@/lib/status/store/change'
import { writeDeclaration } from '@/lib/status/store/pages'
import { deriveDeclarationChanges, type Declaration, type DeclarationChange } from '@/lib/status/model/declared-pages'
import type { StoredPage } from '@/lib/status/model/stored-page'

/**
 * Makes the stored pages match understudy.yaml; done by the console that publishes. While the settings cannot be used, the last good ones
 * count; without any, nothing is changed.
 * @returns whether anything was written
 */
export async function applyDeclaration(
  journal: Journal,
  { lease, holder }: { lease: string; holder: string },
  declaration: Declaration | null,
  stored: readonly StoredPage[],
): Promise<boolean> {
  const changes = declaration === null ? [] : deriveDeclarationChanges(declaration, stored)
  if (declaration === null || changes.length === 0) return false
  const now = Date.now()
  const isWritten = await journal.db.transaction().execute(async (writer) => {
    if (!(await holdsLease({ db: writer, dialect: journal.dialect }, lease, holder))) return false
    for (const change of changes) await writeDeclaration(writer, change, declaration.file, now)
    await bumpVersion(writer, now)
    return true
  })
  if (isWritten) for (const change of changes) await note(journal, change, declaration.file)
  return isWritten
}

/** No person signed in for it: it was done by a person who may write the file. */
async function note(journal: Journal, change: DeclarationChange, file: string | null): Promise<void> {
  const isDeclared = change.kind === 'declare'
  await appendAudit(journal, {
    actor: null,
    from: null,
    action: isDeclared ? 'status-page.declare' : 'status-page.release',
    target: isDeclared ? change.draft.slug : change.page.slug,
    result: 'done',
    detail: isDeclared ? { file, ...change.draft } : { file },
  })
}
