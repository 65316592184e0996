/** RFC 9110 13.1.2: whether `If-None-Match`, a list of entity tags or `*`, names this one; compared weakly. */
export function hasEntityTag(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
