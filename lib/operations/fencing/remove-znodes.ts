import 'server-only'
import type { OwnedZnode } from '@/lib/model/fencing/election'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import { isMissing } from './read-election'

export interface Removal {
  latches: readonly OwnedZnode[]
  locks: readonly OwnedZnode[]
}

export interface Removed {
  /** All went in one transaction; false: a lock had vanished, so the latches went alone and the locks after them. */
  inOne: boolean
  latches: number
  locks: number
  /** The session had ended meanwhile: ZooKeeper removed them itself. */
  alreadyGone: boolean
}

/** A transaction has to fit into one ZooKeeper packet (1 MB); a path is some 150 bytes. */
const MOST_IN_ONE = 2_000

/**
 * Removes what dead processes left in the election: latches and locks in one transaction, each by its exact path and version.
 *
 * ZooKeeper's transactions cannot check who owns a znode. They need not: a latch's name (UUID and number) and a lock's name
 * (UUID) are given once, by one process, to one session. Whatever changes between reading and removing, that path is that
 * dead process's znode, or there is none and the transaction fails whole.
 * @throws ZooKeeperError: nothing was removed, or (`connection-lost`, `request-timeout`) it is not known
 */
export async function removeElectionZnodes(client: ZooKeeperClient, { latches, locks }: Removal): Promise<Removed> {
  const inOne = locks.slice(0, MOST_IN_ONE)
  const later = locks.slice(MOST_IN_ONE)
  try {
    await client.multi([...latches, ...inOne].map(toDeletion))
    return { inOne: later.length === 0, latches: latches.length, locks: inOne.length + (await removeEach(client, later)), alreadyGone: false }
  } catch (error) {
    if (isUnsure(error)) return afterDoubt(client, { latches, locks }, error)
    if (!isMissing(error)) throw error
    return removeLatchesFirst(client, { latches, locks })
  }
}

/** A lock was gone: the lead comes first, and the locks follow before the new leader's first checkpoint. */
async function removeLatchesFirst(client: ZooKeeperClient, { latches, locks }: Removal): Promise<Removed> {
  const still = (await Promise.all(latches.map(async (latch) => ({ latch, isThere: await isSame(client, latch) })))).filter(({ isThere }) => isThere)
  if (still.length > 0) await client.multi(still.map(({ latch }) => toDeletion(latch)))
  return { inOne: false, latches: still.length, locks: await removeEach(client, locks), alreadyGone: still.length === 0 }
}

/** The answer was lost. What was sent names these znodes and no other, so looking, and sending it again, is safe. */
async function afterDoubt(client: ZooKeeperClient, removal: Removal, cause: unknown): Promise<Removed> {
  const [first] = removal.latches
  if (first) await client.sync(first.path)
  const there = await Promise.all(removal.latches.map((latch) => isSame(client, latch)))
  if (there.some(Boolean)) return removeLatchesFirst(client, removal)
  if (!(cause instanceof ZooKeeperError)) throw cause
  return { inOne: false, latches: removal.latches.length, locks: await removeEach(client, removal.locks), alreadyGone: false }
}

async function removeEach(client: ZooKeeperClient, znodes: readonly OwnedZnode[]): Promise<number> {
  const results = await Promise.all(znodes.map(async ({ path, version }) => {
    try {
      await client.delete(path, version)
      return 1
    } catch (error) {
      if (isMissing(error)) return 0
      throw error
    }
  }))
  return results.reduce<number>((sum, one) => sum + one, 0)
}

async function isSame(client: ZooKeeperClient, { path, owner, czxid }: OwnedZnode): Promise<boolean> {
  const stat = await client.exists(path)
  return stat !== null && stat.ephemeralOwner === owner && `0x${stat.czxid.toString(16)}` === czxid
}

function toDeletion({ path, version }: OwnedZnode) {
  return { kind: 'delete' as const, path, version }
}

function isUnsure(error: unknown): boolean {
  return error instanceof ZooKeeperError && (error.code === 'connection-lost' || error.code === 'request-timeout' || error.code === 'session-expired')
}

/** What to do about a refusal of ZooKeeper itself. */
export function toRemovalWords(error: unknown): string {
  if (!(error instanceof ZooKeeperError)) return error instanceof Error ? error.message : String(error)
  switch (error.code) {
    case 'no-auth': return `ZooKeeper does not allow this console to remove ${error.path ?? 'the election’s znodes'}. Give zookeeper.auth the right to delete below the cluster’s root; nothing was removed.`
    case 'bad-version': return `${error.path ?? 'A znode'} was written meanwhile, which no dead process does. Nothing was removed: look again.`
    case 'not-empty': return `${error.path ?? 'A znode'} has children, so it is no place in line. Nothing was removed: look at the ZooKeeper page.`
    case 'not-read-only':
    case 'not-connected': return 'ZooKeeper’s quorum does not serve this console. Nothing was removed: start its members, then try again.'
    default: return `${error.message}. Look whether the latch is still there, then plan anew.`
  }
}
