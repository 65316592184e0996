import 'server-only'
import { hasEntityTag } from '@/lib/base/entity-tag'
import type { PublishedRevision } from '@/lib/observer/published'

/** Strong: one revision of one process is always the same bytes. */
export function toEtag({ epoch, revision }: Pick<PublishedRevision, 'epoch' | 'revision'>): string {
  return `"${epoch}-${revision}"`
}

export function isUnchanged(request: Request, etag: string): boolean {
  const asked = request.headers.get('if-none-match')
  return asked !== null && hasEntityTag(asked, etag)
}
