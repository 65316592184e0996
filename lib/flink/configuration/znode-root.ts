/**
 * Joins the znodes of root and cluster id as `ZooKeeperUtils.generateZookeeperPath` does: slashes at both ends of each part are trimmed,
 * empty parts dropped, so that `prod` and `/prod/` are the same.
 */
export function joinZnodes(...parts: readonly (string | null)[]): string {
  const trimmed = parts.map((part) => trimSlashes(part ?? '')).filter((part) => part !== '')
  return `/${trimmed.join('/')}`
}

/** The path without slashes at both ends. */
export function trimSlashes(path: string): string {
  let start = 0
  let end = path.length
  while (start < end && path[start] === '/') start++
  while (end > start && path[end - 1] === '/') end--
  return path.slice(start, end)
}

/** What ZooKeeper's `PathUtils.validatePath` accepts: absolute, no empty or dot segments, no control characters. */
export function isZnodePath(path: string): boolean {
  if (path === '/') return true
  if (path.length > 1_000 || !path.startsWith('/')) return false
  return path
    .slice(1)
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\p{Cc}\p{Cs}\uF000-\uF8FF\uFFF0-\uFFFF]/u.test(part))
}
