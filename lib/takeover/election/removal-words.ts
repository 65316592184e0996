import 'server-only'
import { toMessage } from '@/lib/base/errors'
import { toCount } from '@/lib/base/counts'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { Removed } from './remove-znodes'

/** The outcome of a removal, without a full stop. @param whose the master of the first latch */
export function toRemovedText(removed: Removed, whose: string): string {
  switch (removed.kind) {
    case 'removed':
      return `${toCount(removed.latches, 'latch', 'latches')} and ${toCount(removed.locks, 'lock')} removed${removed.inOne ? ' in one transaction' : ''}${toLeft(removed.locksLeft)}`
    case 'ended':
      return 'ZooKeeper had ended its session meanwhile; nothing had to be removed'
    case 'gone':
      return `The answer of ZooKeeper was lost, and the place is gone: the transaction was done, or the session of ${whose} had ended`
    case 'not-known':
      return `It is not known whether the place of ${whose} was removed: the answer of ZooKeeper was lost, and none came since (${removed.why}). It ends with its session at the latest`
  }
}

function toLeft(count: number): string {
  return count === 0 ? '' : `; whether ${toCount(count, 'more lock')} went is not known, and what is left ends with its session`
}

/** What to do about a removal that `removeElectionZnodes` gave up: nothing was removed. */
export function toRemovalWords(error: unknown): string {
  if (!ZooKeeperError.is(error)) return toMessage(error)
  switch (error.code) {
    case 'no-auth':
      return `ZooKeeper does not allow this console to remove ${error.path ?? 'the election’s znodes'}. Give zookeeper.auth the right to delete below the cluster’s root; nothing was removed.`
    case 'bad-version':
      return `${error.path ?? 'A znode'} was written meanwhile, which no dead process does. Nothing was removed: look again.`
    case 'not-empty':
      return `${error.path ?? 'A znode'} has children, so it is no place in line. Nothing was removed: look at the ZooKeeper page.`
    case 'not-read-only':
    case 'not-connected':
      return 'ZooKeeper’s quorum does not serve this console. Nothing was removed: start its members, then try again.'
    default:
      return `${error.message}. Nothing was removed: look at the ZooKeeper page, then plan anew.`
  }
}
