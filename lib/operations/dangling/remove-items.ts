import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { findSystemCode, toMessage } from '@/lib/base/errors'
import { decideRemoval } from '@/lib/model/dangling/decide-removal'
import type { DanglingItem, DanglingRemoval } from '@/lib/model/dangling/removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findStorageOperations } from '@/lib/sources/ha-storage/act-on-files'
import type { ZooKeeperClient } from '@/lib/sources/zookeeper/client-interface'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { withBegun } from '../run/verb'
import { askUntilAnswered, isUnanswered } from '@/lib/takeover/election/unanswered'
import type { Backup } from './backup-file'
import { toItemName } from '@/lib/model/dangling/items'
import { readFreshTree } from './fresh-tree'
import { readDanglingWorld } from './read-world'
import { toStepsByHand } from './steps-by-hand'

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
    const { kept, left } = await removeUnlessEnded(item, backup, context).catch((error: unknown) => {
      const isEnded = error === context.signal.reason && report.removed.length > 0
      throw isEnded ? withBegun(error, context.signal, describeRemoved(report, items.length, context)) : error
    })
    if (kept === null) report.removed.push(name)
    report.kept.push(...(kept === null ? left : [`${name}: ${kept}`]))
    context.say(kept === null ? `done  ${name}\n` : `kept  ${name}: ${kept}\n`)
    for (const line of left) context.say(`kept  ${line}\n`)
  }
  return report
}

function describeRemoved({ removed }: RemovalReport, all: number, { backupName }: RemovalContext): string {
  const [were, them] = removed.length === 1 ? ['was', 'it'] : ['were', 'them']
  return `${removed.length} of ${all} ${were} removed before: “Restore removed metadata” with the back-up ${backupName} writes ${them} back.`
}

async function removeUnlessEnded(item: DanglingItem, backup: Backup, context: RemovalContext): Promise<Outcome> {
  context.signal.throwIfAborted()
  return removeItem(item, backup, context)
}

/** `kept`: why the item stays; null: it is gone, but for the files of `left`, each with the reason. */
interface Outcome {
  kept: string | null
  left: string[]
}

/** A JobManager in a crash loop locks a job and lets it go, again and again; so often is a job read and decided anew. */
const tries = 20
const itChanged = 'it changed while it was to be removed, so it stayed as it is.'

async function removeItem(item: DanglingItem, backup: Backup, context: RemovalContext): Promise<Outcome> {
  const { place, snapshot } = context
  for (let left = item.kind === 'job' ? tries : 1; ; left--) {
    const decision = decideRemoval(item, await readDanglingWorld(item, place, await readFreshTree(place), snapshot()))
    if (decision.kind === 'keep') return { kept: decision.text, left: [] }
    const { znodes, files } = decision
    const changed = findChanged(decision, backup)
    if (changed !== undefined) return { kept: `${changed} changed after it was backed up.`, left: [] }
    const kept = znodes.length > 0 ? await removeZnodes(place, znodes, context) : null
    if (kept === null) return removeFiles(item, files, backup)
    if (kept === notAllowed && item.kind === 'job') return { kept: `${kept} ${toStepsByHand(znodes, place)}`, left: [] }
    if (kept !== itChanged || left === 1) return { kept, left: [] }
    context.signal.throwIfAborted()
    await sleep(50)
  }
}

/** Locks are not in a back-up: they end with their session. */
function findChanged({ znodes }: DanglingRemoval, backup: Backup): string | undefined {
  const saved = new Map(backup.znodes.map((znode) => [znode.path, znode]))
  return znodes.find(
    ({ path, version, czxid, isLock }) => !isLock && (saved.get(path)?.version !== version || saved.get(path)?.czxid !== czxid),
  )?.path
}

/** The one file that is the item, or those of a job whose znodes are gone: what cannot be removed of them is left as orphans. */
async function removeFiles(item: DanglingItem, files: readonly string[], backup: Backup): Promise<Outcome> {
  const left: string[] = []
  for (const path of files) {
    const why = await removeFile(path, backup)
    if (why !== null) left.push(`file ${path}: ${why}`)
    if (why !== null && item.kind === 'file') return { kept: why, left: [] }
  }
  return { kept: null, left }
}

const notAllowed = 'ZooKeeper does not allow this console to remove it. Give zookeeper.auth the right to delete.'

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
      if (error.code === 'no-auth') return notAllowed
      if (error.code === 'bad-version' || error.code === 'not-empty' || error.code === 'no-node') return itChanged
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
