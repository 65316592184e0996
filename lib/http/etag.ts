import 'server-only'
import type { PublishedRevision } from '@/lib/observer/published'

/** Strong: one revision of one process is always the same bytes. */
export function toEtag({ epoch, revision }: Pick<PublishedRevision, 'epoch' | 'revision'>): string {
  return `"${epoch}-${revision}"`
}

/** RFC 9110 13.1.2: a list of entity tags or `*`, compared weakly. */
export function isUnchanged(request: Request, etag: string): boolean {
  const asked = request.headers.get('if-none-match')
  if (asked === null) return false
  return asked.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
