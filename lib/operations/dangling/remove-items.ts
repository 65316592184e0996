import 'server-only'
import { lstat, rm } from 'node:fs/promises'
import { decideRemoval, type DanglingItem } from '@/lib/model/dangling/decide-removal'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { ElectionPlace } from '../fencing/read-election'
import type { Backup } from './backup-file'
import { toItemName } from '@/lib/model/dangling/items'
import { readFreshTree, toWorld } from './read-world'

export interface RemovalReport {
  removed: string[]
  /** With the reason. */
  kept: string[]
}

interface RemovalContext {
  place: ElectionPlace
  snapshot(): ClusterSnapshot
  signal: AbortSignal
  /** Told of each as soon as it is done. */
  say(text: string): void
}

/**
 * Removes what is in the back-up and still dangles, item by item: read afresh, decided afresh, and for znodes one transaction
 * in which each has the version that was backed up. What changed since the back-up stays.
 */
export async function removeItems(items: readonly DanglingItem[], backup: Backup, context: RemovalContext): Promise<RemovalReport> {
  const report: RemovalReport = { removed: [], kept: [] }
  for (const item of items) {
    context.signal.throwIfAborted()
    const name = toItemName(item)
    const failure = await removeItem(item, backup, context)
    if (failure === null) report.removed.push(name)
    else report.kept.push(`${name}: ${failure}`)
    context.say(failure === null ? `done  ${name}\n` : `kept  ${name}: ${failure}\n`)
  }
  return report
}

/** @returns why it stays; null: it is gone */
async function removeItem(item: DanglingItem, backup: Backup, { place, snapshot }: RemovalContext): Promise<string | null> {
  const decision = decideRemoval(item, await toWorld(item, place, await readFreshTree(place), snapshot()))
  if (decision.kind === 'keep') return decision.text
  if (decision.file !== null) return removeFile(decision.file, backup)
  const saved = new Map(backup.znodes.map((znode) => [znode.path, znode]))
  const changed = decision.znodes.find(({ path, version, czxid }) => saved.get(path)?.version !== version || saved.get(path)?.czxid !== czxid)
  return changed ? `${changed.path} changed after it was backed up.` : removeZnodes(place, decision.znodes)
}

/** A child that came meanwhile makes the parent's deletion fail, and with it all of them. */
async function removeZnodes({ client, root }: ElectionPlace, znodes: readonly { path: string; version: number }[]): Promise<string | null> {
  try {
    await client.multi(znodes.map(({ path, version }) => ({ kind: 'delete', path: `${root}/${path}`, version })))
    return null
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error
    if (error.code === 'no-auth') return 'ZooKeeper does not allow this console to remove it. Give zookeeper.auth the right to delete.'
    if (error.code === 'bad-version' || error.code === 'not-empty' || error.code === 'no-node') return 'it changed while it was to be removed, so it stayed as it is.'
    throw error
  }
}

async function removeFile(path: string, backup: Backup): Promise<string | null> {
  const saved = backup.files.find((file) => file.path === path)
  const stats = await lstat(path).catch(() => null)
  if (!saved) return 'it is not in the back-up.'
  if (!stats?.isFile()) return 'it is gone, or no plain file.'
  if (stats.size !== Buffer.from(saved.data, 'base64').length) return 'it changed after it was backed up.'
  try {
    await rm(path)
    return null
  } catch (error) {
    return `it cannot be removed (${error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)}).`
  }
}
