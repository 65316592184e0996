/** A storage path as Flink writes it. `path` is decoded, for the file system of `scheme`. */
export interface StoragePath {
  scheme: string | null
  authority: string | null
  path: string
}

export type PathReading<T> = { ok: true; value: T } | { ok: false; reason: string }

const maxUri = 8192

/**
 * The text of a java.net.URI inside a Flink Path: `file:/a%20b`, `hdfs://nn:8020/x`, `s3://bucket/x`. The constructor Flink
 * uses percent-encodes what is not allowed in a path, so a bare `?` or `#` cannot come from it.
 */
export function toStoragePath(uri: string): PathReading<StoragePath> {
  if (uri.length > maxUri) return refused(`a path of ${uri.length} characters`)
  const parts = /^(?:([A-Za-z][A-Za-z0-9+.-]{0,30}):)?(?:\/\/([^/?#]*))?([^?#]*)([?#])?/.exec(uri)
  if (!parts || parts[4]) return refused('has a query or fragment')
  const path = decodePercent(parts[3] ?? '')
  if (path === null) return refused('has a broken percent escape')
  if (/[\u0000-\u001f\u007f]/.test(path)) return refused('holds control characters')
  if (path.split('/').includes('..')) return refused('climbs up with ".."')
  return { ok: true, value: { scheme: parts[1]?.toLowerCase() ?? null, authority: parts[2] || null, path } }
}

/** The absolute path on this machine, or why there is none: another scheme, another host, relative. */
export function toLocalPath(uri: string): PathReading<string> {
  const reading = toStoragePath(uri)
  if (!reading.ok) return reading
  const { scheme, authority, path } = reading.value
  if (scheme !== 'file') return refused(scheme ? `scheme ${scheme}: is not a local file` : 'names no scheme')
  if (authority && authority !== 'localhost') return refused(`names the host ${authority.slice(0, 100)}`)
  if (!path.startsWith('/') || path === '/') return refused('is not an absolute path to a file')
  return { ok: true, value: path }
}

function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason }
}
