import 'server-only'
import { ZooKeeperError } from './errors'

// Characters that org.apache.zookeeper.common.PathUtils refuses. One class, no repetition: linear on any input.
const forbidden = /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/

const emptyOrRelativeName = /\/(\.{0,2})(\/|$)/

function problemOf(path: string): string | null {
  if (!path.startsWith('/')) return 'it does not start with /'
  if (path === '/') return null
  if (emptyOrRelativeName.test(path)) return 'it has an empty or relative name'
  return forbidden.test(path) ? 'it has a character ZooKeeper forbids' : null
}

/** Throws `bad-path` unless `path` is an absolute znode path. */
export function checkPath(path: string): void {
  const problem = problemOf(path)
  if (problem !== null) throw new ZooKeeperError('bad-path', `'${path.slice(0, 200)}' is not a znode path: ${problem}`, { path })
}

/** The path as the server knows it. */
export function toServerPath(chroot: string, path: string): string {
  if (chroot === '') return path
  return path === '/' ? chroot : chroot + path
}

/** The path as callers know it; null when it is outside of the chroot. */
export function toClientPath(chroot: string, serverPath: string): string | null {
  if (chroot === '') return serverPath
  if (serverPath === chroot) return '/'
  return serverPath.startsWith(`${chroot}/`) ? serverPath.slice(chroot.length) : null
}
