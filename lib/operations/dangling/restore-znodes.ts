import 'server-only'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { OperationError } from '../run/verb'
import type { Backup } from './backup-file'
import { askUntilAnswered, isUnanswered } from '@/lib/takeover/election/unanswered'
import { nothingRestored, restoreEach, type Restoration, type RestoreContext } from './restoration'
import { toParent, toTransactions, type SavedZnode } from './restore-transactions'

/** So often something may change between reading and writing before the znode is left alone. */
const tries = 5
/** How long to read, after a lost answer, whether the znodes were written. */
const answerWithinMs = 30_000

/**
 * Writes back the znodes that do not exist, with data and ACLs. What was removed in one transaction is restored in one: whenever the
 * console dies, all of it exists or nothing. Only what does not fit into one packet is written in several, parents first.
 */
export async function restoreZnodes(
  place: ElectionPlace,
  { znodes }: Pick<Backup, 'znodes'>,
  context: RestoreContext,
): Promise<Restoration> {
  const saved = new Set(znodes.map(({ path }) => `${place.root}/${path}`))
  return restoreEach(toTransactions(znodes, place.names), (together) => restoreTogether(place, together, saved, context.signal), context)
}

type Found = 'missing' | 'same' | 'other'
interface Look {
  znode: SavedZnode
  is: Found
}

/** Reads, and writes what is missing if it still is: another client's change in between makes all of it fail, and it reads again. */
async function restoreTogether(
  { client, root }: ElectionPlace,
  znodes: readonly SavedZnode[],
  saved: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Restoration> {
  const untilAt = Date.now() + answerWithinMs
  const sent = new Set<SavedZnode>()
  for (let tried = 0; tried < tries; tried++) {
    const looks = await askUntilAnswered(
      () => Promise.all(znodes.map(async (znode) => ({ znode, is: await look(client, `${root}/${znode.path}`, znode) }))),
      { untilAt, signal },
    )
    const missing = looks.filter(({ is }) => is === 'missing').map(({ znode }) => znode)
    if (missing.length === 0) return toRestoration(looks, sent, null)
    signal.throwIfAborted()
    const folders = await findMissingFolders(client, root, missing)
    const orphanOf = folders.find((path) => saved.has(path))
    if (orphanOf !== undefined) return toRestoration(looks, sent, `${orphanOf} above it could not be written back`)
    try {
      await client.multi(toCreations(root, folders, missing))
      return toRestoration(looks, sent, null)
    } catch (error) {
      if (!ZooKeeperError.is(error)) throw error
      if (error.code === 'no-auth' || error.code === 'invalid-acl')
        return toRestoration(looks, sent, `ZooKeeper does not allow this console to make ${error.path ?? 'it'} with the rights it had`)
      const isChanged = error.code === 'node-exists' || error.code === 'no-node'
      if (isUnanswered(error)) for (const znode of missing) sent.add(znode)
      else if (!isChanged) throw error
    }
  }
  throw new OperationError(
    'command-failed',
    `${znodes[0]?.path ?? ''} could not be written back: it changed, or ZooKeeper did not answer, each time. Look at it, then restore again: only what is missing is written.`,
  )
}

async function look(client: ZooKeeperClient, path: string, { data }: SavedZnode): Promise<Found> {
  try {
    const found = await client.getData(path)
    return Buffer.from(found.data).equals(Buffer.from(data, 'base64')) ? 'same' : 'other'
  } catch (error) {
    if (ZooKeeperError.is(error) && error.code === 'no-node') return 'missing'
    if (ZooKeeperError.is(error) && error.code === 'no-auth') return 'other'
    throw error
  }
}

/** Missing folders above the missing znodes, from the root down; the cluster's own root may be gone as well. */
async function findMissingFolders(client: ZooKeeperClient, root: string, missing: readonly SavedZnode[]): Promise<string[]> {
  const folders = new Set<string>()
  for (const { path } of missing) for (let at = toParent(`${root}/${path}`); at !== ''; at = toParent(at)) folders.add(at)
  for (const { path } of missing) folders.delete(`${root}/${path}`)
  const gone = await Promise.all([...folders].map(async (path) => ((await client.exists(path)) === null ? [path] : [])))
  return gone.flat().sort((one, other) => one.length - other.length)
}

/** Folders are created empty, as Flink creates them. */
function toCreations(root: string, folders: readonly string[], missing: readonly SavedZnode[]) {
  const znodes = missing.map(({ path, data, acl }) => ({ path: `${root}/${path}`, data: Buffer.from(data, 'base64'), acl }))
  return [...folders.map((path) => ({ path, data: Buffer.alloc(0) })), ...znodes].map((one) => ({
    kind: 'create' as const,
    mode: 'persistent' as const,
    ...one,
  }))
}

/** @param sent earlier, without an answer @param why the missing znodes were not written; null: they were */
function toRestoration(looks: readonly Look[], sent: ReadonlySet<SavedZnode>, why: string | null): Restoration {
  const restored = nothingRestored()
  for (const { znode, is } of looks) {
    const name = `znode ${znode.path}`
    if (is === 'other') restored.kept.push(`${name}: there is another one already.`)
    else if (is === 'same') restored[sent.has(znode) ? 'written' : 'there'].push(name)
    else if (why === null) restored.written.push(name)
    else restored.kept.push(`${name}: ${why}.`)
  }
  return restored
}
