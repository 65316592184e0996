import 'server-only'
import { findSystemCode, toMessage } from '@/lib/base/errors'
import { decideRemoval, type DanglingItem } from '@/lib/model/dangling/decide-removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { withBegun } from '../run/verb'
import { askUntilAnswered, isUnanswered } from '@/lib/takeover/election/unanswered'
import type { Backup } from './backup-file'
import { toItemName } from '@/lib/model/dangling/items'
import { readFreshTree, readDanglingWorld } from './read-world'

export interface RemovalReport {
  removed: string[]
  /** Items that stay, with the reason. */
  kept: string[]
}

interface RemovalContext {
  place: ElectionPlace
  snapshot(): ClusterSnapshot
  signal: AbortSignal
  /** Name of the back-up, for the report when the operation is ended between two items. */
  backupName: string
  /** Called for each item as soon as it is done. */
  say(text: string): void
}

/**
 * Removes what is in the back-up and still dangles, item by item: read afresh, decided afresh, and for znodes one transaction in which each
 * has the version that was backed up. Items that changed since the back-up stay.
 */
export async function removeItems(items: readonly DanglingItem[], backup: Backup, context: RemovalContext): Promise<RemovalReport> {
  const report: RemovalReport = { removed: [], kept: [] }
  for (const item of items) {
    const name = toItemName(item)
    const failure = await removeUnlessEnded(item, backup, context).catch((error: unknown) => {
      const isEnded = error === context.signal.reason && report.removed.length > 0
      throw isEnded ? withBegun(error, context.signal, describeRemoved(report, items.length, context)) : error
    })
    if (failure === null) report.removed.push(name)
    else report.kept.push(`${name}: ${failure}`)
    context.say(failure === null ? `done  ${name}\n` : `kept  ${name}: ${failure}\n`)
  }
  return report
}

function describeRemoved({ removed }: RemovalReport, all: number, { backupName }: RemovalContext): string {
  const [were, them] = removed.length === 1 ? ['was', 'it'] : ['were', 'them']
  return `${removed.length} of ${all} ${were} removed before: “Restore removed metadata” with the back-up ${backupName} writes ${them} back.`
}

async function removeUnlessEnded(item: DanglingItem, backup: Backup, context: RemovalContext): Promise<string | null> {
  context.signal.throwIfAborted()
  return removeItem(item, backup, context)
}

/** @returns why it stays; null: it is gone */
async function removeItem(item: DanglingItem, backup: Backup, context: RemovalContext): Promise<string | null> {
  const { place, snapshot } = context
  const decision = decideRemoval(item, await readDanglingWorld(item, place, await readFreshTree(place), snapshot()))
  if (decision.kind === 'keep') return decision.text
  if (decision.file !== null) return removeFile(decision.file, backup)
  const saved = new Map(backup.znodes.map((znode) => [znode.path, znode]))
  const changed = decision.znodes.find(
    ({ path, version, czxid }) => saved.get(path)?.version !== version || saved.get(path)?.czxid !== czxid,
  )
  return changed ? `${changed.path} changed after it was backed up.` : removeZnodes(place, decision.znodes, context)
}

/** After a lost answer the znodes are read: one that was created once, with this version, exists or does not. */
const answerWithinMs = 30_000

/** A child that was created meanwhile makes the parent's deletion fail, and with it all of them. @throws ZooKeeperError: not known */
async function removeZnodes(
  { client, root }: ElectionPlace,
  znodes: readonly SameZnode[],
  { signal, say }: RemovalContext,
): Promise<string | null> {
  const untilAt = Date.now() + answerWithinMs
  for (;;) {
    try {
      await client.multi(znodes.map(({ path, version }) => ({ kind: 'delete', path: `${root}/${path}`, version })))
      return null
    } catch (error) {
      if (!ZooKeeperError.is(error)) throw error
      if (error.code === 'no-auth') return 'ZooKeeper does not allow this console to remove it. Give zookeeper.auth the right to delete.'
      if (error.code === 'bad-version' || error.code === 'not-empty' || error.code === 'no-node')
        return 'it changed while it was to be removed, so it stayed as it is.'
      if (!isUnanswered(error) || Date.now() >= untilAt) throw error
      say(`${error.message}. Not known whether it was removed; asking again.\n`)
    }
    const isThere = await askUntilAnswered(() => areThere(client, root, znodes), { untilAt, signal })
    if (!isThere) return null
    signal.throwIfAborted()
  }
}

type SameZnode = { path: string; version: number; czxid: string }

/** Whether the znodes of one transaction exist: all or none. */
async function areThere(client: ZooKeeperClient, root: string, znodes: readonly SameZnode[]): Promise<boolean> {
  await client.sync(root)
  const stats = await Promise.all(znodes.map(({ path }) => client.exists(`${root}/${path}`)))
  return stats.some((stat, at) => stat !== null && `0x${stat.czxid.toString(16)}` === znodes[at]?.czxid)
}

async function removeFile(path: string, backup: Backup): Promise<string | null> {
  const saved = backup.files.find((file) => file.path === path)
  const storage = findStorageOperations(path)
  const stats = await storage?.stat(path).catch(() => null)
  if (!saved) return 'it is not in the back-up.'
  if (!storage || !stats?.isFile) return 'it is gone, or no plain file.'
  if (stats.bytes !== Buffer.from(saved.data, 'base64').length) return 'it changed after it was backed up.'
  try {
    await storage.remove(path)
    return null
  } catch (error) {
    return `it cannot be removed (${findSystemCode(error) ?? toMessage(error)}).`
  }
}
