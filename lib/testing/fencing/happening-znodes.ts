import type { OwnedZnode } from '@/lib/takeover/decide/election'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError, type ZooKeeperErrorCode } from '@/lib/sources/zookeeper/errors'

/** What happens to a request: it is answered; its answer is lost (after it was carried out, or not); or it is never sent. */
export type Meets = 'answer' | 'lost-done' | 'lost-undone' | 'unsent'

const codes: Record<Exclude<Meets, 'answer'>, ZooKeeperErrorCode[]> = {
  'lost-done': ['connection-lost', 'request-timeout', 'session-expired'],
  'lost-undone': ['connection-lost', 'request-timeout', 'session-expired'],
  unsent: ['not-connected'],
}

/**
 * Znodes of an election that change between any two requests, and requests that get lost: ZooKeeper's rules, a transaction is all or
 * nothing, an ephemeral znode ends with its session.
 * @param next changes made right before a request, and what happens to that request; called once for each
 */
export function createHappeningZnodes(znodes: Map<string, OwnedZnode>, next: () => Meets) {
  const removed: OwnedZnode[] = []
  let count = 0
  function meet<T>(write: () => T): Promise<T> {
    const meets = next()
    if (meets === 'answer') return Promise.resolve().then(write)
    if (meets === 'lost-done')
      try {
        write()
      } catch {
        // The server's refusal is lost as well.
      }
    const [code = 'connection-lost'] = codes[meets].slice(count++ % codes[meets].length)
    return Promise.reject(new ZooKeeperError(code, code))
  }
  function remove(operations: readonly { path: string; version: number }[]): void {
    for (const { path, version } of operations) {
      const there = znodes.get(path)
      if (!there) throw new ZooKeeperError('no-node', 'no node', { path })
      if (there.version !== version) throw new ZooKeeperError('bad-version', 'bad version', { path })
    }
    for (const { path } of operations) {
      removed.push(znodes.get(path)!)
      znodes.delete(path)
    }
  }
  const client = {
    sync: () => meet(() => undefined),
    exists: (path: string) =>
      meet(() => {
        const there = znodes.get(path)
        return there ? { ephemeralOwner: there.owner, version: there.version, czxid: BigInt(there.czxid) } : null
      }),
    delete: (path: string, version: number) => meet(() => remove([{ path, version }])),
    multi: (operations: readonly { path: string; version: number }[]) => meet(() => (remove(operations), [])),
  } as unknown as ZooKeeperClient
  return { client, removed }
}
