import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OwnedZnode } from '../decide/election'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import { withBegun } from '@/lib/operations/run/verb'
import { isMissing } from './read-election'
import { askAgainMs, canAskAgain, isUnanswered } from './unanswered'

export interface ElectionRemoval {
  latches: readonly OwnedZnode[]
  locks: readonly OwnedZnode[]
}

/** How long an answer is awaited, and what ends that. */
export interface Asking {
  /** Called anew each time: a client that was not used for a while is closed. */
  getClient(): ZooKeeperClient
  /** ms since 1970; mostly when the sessions of what is removed have ended by themselves. */
  untilAt: number
  signal?: AbortSignal
  /** Called when an answer is lost. */
  say?(text: string): void
}

/**
 * The outcome. `ended`: ZooKeeper had ended the session and removed everything itself. `gone`: an answer was lost and nothing is there any
 * more, by this transaction or by the end of the session. `not-known`: no answer came until the end.
 */
export type Removed =
  | {
      kind: 'removed'
      /** All went in one transaction. */ inOne: boolean
      latches: number
      locks: number
      /** Not removed, or it is not known. */ locksLeft: number
    }
  | { kind: 'ended' }
  | { kind: 'gone' }
  | { kind: 'not-known'; /** The last error, without a full stop. */ why: string }

/** A transaction has to fit into one ZooKeeper packet (1 MB); a path is some 150 bytes. */
const mostInOne = 2_000

/**
 * Removes what dead processes left in the election: latches and locks in one transaction, each by its exact path and version.
 *
 * ZooKeeper's transactions cannot check who owns a znode. They need not: a latch's name (UUID and number) and a lock's name (UUID) are
 * given once, by one process, to one session. Whatever changes between reading and removing, that path is that dead process's znode, or
 * there is none and the transaction fails whole. So after a lost answer it is safe to read, and to send what still exists once more; that
 * goes on until the answer is known or the time is over.
 * @throws ZooKeeperError: nothing was removed. The signal's reason, with what is not known
 */
export async function removeElectionZnodes(removal: ElectionRemoval, asking: Asking): Promise<Removed> {
  const state: State = { isFirst: true, isUncertain: false, hasVanished: false }
  for (;;) {
    try {
      return await removeOnce(removal, asking, state)
    } catch (error) {
      const end = await goOnAfter(error, asking, state)
      if (end !== null) return end
    }
    state.isFirst = false
  }
}

interface State {
  isFirst: boolean
  /** A transaction was sent, and whether it was done is not known. */
  isUncertain: boolean
  /** One of the znodes was gone: the latches are removed alone, and the locks after them. */
  hasVanished: boolean
}

async function removeOnce(removal: ElectionRemoval, asking: Asking, state: State): Promise<Removed> {
  endIfAborted(asking, state)
  const client = asking.getClient()
  const latches = state.isFirst ? removal.latches : await findStill(client, removal.latches)
  // A transaction is all or nothing: a latch that is there says that it was not done.
  if (latches.length > 0) state.isUncertain = false
  endIfAborted(asking, state)
  if (latches.length === 0) return removeLeft(client, removal, state)
  const locks = state.hasVanished ? [] : removal.locks.slice(0, mostInOne)
  try {
    await client.multi([...latches, ...locks].map(({ path, version }) => ({ kind: 'delete', path, version })))
  } catch (error) {
    state.isUncertain = isUnanswered(error)
    state.hasVanished = isMissing(error)
    throw error
  }
  return finishLocks(client, removal, latches.length, locks.length)
}

/** @returns null: send once more. @throws what ends it, when nothing was removed */
async function goOnAfter(error: unknown, { untilAt, say, signal }: Asking, { isUncertain }: State): Promise<Removed | null> {
  if (isMissing(error)) return null
  if (canAskAgain(error) && Date.now() < untilAt) {
    if (!signal?.aborted) say?.(`${error.message}. ${isUncertain ? 'Not known whether it was done; asking' : 'Asking'} again.\n`)
    await sleep(askAgainMs)
    return null
  }
  if (isUncertain && ZooKeeperError.is(error)) return { kind: 'not-known', why: error.message }
  throw error
}

/** @throws the signal's reason, with what is not known */
function endIfAborted({ signal }: Asking, { isUncertain }: State): void {
  if (isUncertain && signal?.aborted)
    throw withBegun(signal.reason, signal, 'Whether the place in the election was removed is not known: the answer of ZooKeeper was lost.')
  signal?.throwIfAborted()
}

async function findStill(client: ZooKeeperClient, latches: readonly OwnedZnode[]): Promise<OwnedZnode[]> {
  const [first] = latches
  if (first) await client.sync(first.path)
  const found = await Promise.all(latches.map(async (latch) => ({ latch, isThere: await isSame(client, latch) })))
  return found.filter(({ isThere }) => isThere).map(({ latch }) => latch)
}

/** The latches are gone; the locks that still exist are removed next. */
async function removeLeft(client: ZooKeeperClient, { locks }: ElectionRemoval, { isUncertain }: State): Promise<Removed> {
  if (!isUncertain) return { kind: 'ended' }
  await removeEach(client, locks)
  return { kind: 'gone' }
}

/** Locks that did not fit, or were not sent because one of them had vanished, are removed before the new leader's first checkpoint. */
async function finishLocks(client: ZooKeeperClient, { locks }: ElectionRemoval, latches: number, sent: number): Promise<Removed> {
  const later = await removeEach(client, locks.slice(sent))
  return { kind: 'removed', inOne: sent === locks.length, latches, locks: sent + later.removed, locksLeft: later.left }
}

/** A lock that stays is no harm: it ends with its session. */
async function removeEach(client: ZooKeeperClient, znodes: readonly OwnedZnode[]): Promise<{ removed: number; left: number }> {
  const results = await Promise.all(
    znodes.map(({ path, version }) =>
      client.delete(path, version).then(
        () => 'removed',
        (error: unknown) => (isMissing(error) ? 'missing' : 'left'),
      ),
    ),
  )
  return { removed: results.filter((one) => one === 'removed').length, left: results.filter((one) => one === 'left').length }
}

async function isSame(client: ZooKeeperClient, { path, owner, czxid }: OwnedZnode): Promise<boolean> {
  const stat = await client.exists(path)
  return stat !== null && stat.ephemeralOwner === owner && `0x${stat.czxid.toString(16)}` === czxid
}
