import 'server-only'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import type { Check } from '@/lib/model/operation'
import { decideRemoval, type DanglingItem } from '@/lib/model/dangling/decide-removal'
import { getEnvironment } from '@/lib/settings/environment'
import { getLocalRoot } from '@/lib/sources/ha-storage/list-storage'
import { markBackup, noteBackup } from '../dangling/backups-table'
import { BackupError, readBackup, writeBackup, type Backup } from '../dangling/backup-file'
import { collectBackup, toContent } from '../dangling/collect-backup'
import { chooseItems, deriveItems, toItemName } from '@/lib/model/dangling/items'
import { readFreshTree, toWorld } from '../dangling/read-world'
import { removeItems, type RemovalReport } from '../dangling/remove-items'
import { restoreBackup } from '../dangling/restore-backup'
import { findElectionPlace } from '../fencing/election-clients'
import type { ElectionPlace } from '../fencing/read-election'
import { orRefuseWithoutZooKeeper } from '../fencing/zookeeper-words'
import { OperationError, type PlanContext, type PlanDraft, type Step, type Verb } from '../run/verb'
import { noZooKeeper } from '../takeover/takeover-checks'

const DEADLINE_MS = 120_000

/** What the steps hand to each other, and what is told at the end. */
interface Work {
  items: readonly DanglingItem[]
  backup: Backup | null
  name: string | null
  result: string
}

/** Writes what dangles into a file of the data folder. */
export const backUpDangling: Verb = { kind: 'back-up-dangling', plan: (context) => planItems(context, false) }

/** Backs up, then removes what is proven to be referred to by nothing. */
export const removeDangling: Verb = { kind: 'remove-dangling', plan: (context) => planItems(context, true) }

async function planItems(context: PlanContext, removes: boolean): Promise<PlanDraft> {
  const place = findElectionPlace(context.settings, context.configuration)
  if (!place) return noZooKeeper
  const items = chooseItems(deriveItems(context.snapshot), context.request.options?.items)
  if (typeof items === 'string' || items.length === 0) return toDraft('Nothing is done.', [], [{ code: 'nothing-dangles', level: 'refusal', text: typeof items === 'string' ? items : 'Nothing dangles.' }], { items: [], backup: null, name: null, result: '' })
  const work: Work = { items, backup: null, name: null, result: '' }
  const checks = removes ? await checkItems(items, place, context) : []
  const many = items.length === 1 ? toItemName(items[0]!) : `${items.length} items`
  const steps = [backUpStep(context, place, work), ...(removes ? [removeStep(context, place, work)] : [])]
  return toDraft(removes ? `${many} are backed up to a file here, then removed where nothing refers to them.` : `${many} are backed up to a file here.`, steps, checks, work)
}

/** Each is decided as it will be again just before it goes; if none may go there is nothing to run. */
async function checkItems(items: readonly DanglingItem[], place: ElectionPlace, { snapshot }: PlanContext): Promise<Check[]> {
  const tree = await orRefuseWithoutZooKeeper(readFreshTree(place))
  const decisions = await Promise.all(items.map(async (item) => ({ item, decision: decideRemoval(item, await toWorld(item, place, tree, snapshot)) })))
  const kept = decisions.flatMap(({ item, decision }) => (decision.kind === 'keep' ? [{ code: decision.code, text: `${toItemName(item)} stays: ${decision.text}` }] : []))
  const level = kept.length === items.length ? 'refusal' : 'warning'
  return kept.map((one) => ({ ...one, level }))
}

function backUpStep(context: PlanContext, place: ElectionPlace, work: Work): Step {
  return {
    id: 'back-up', title: 'Back up to a file in this console’s data folder', host: null, commands: work.items.map((item) => `read ${toItemName(item)}`),
    async run() {
      const tree = await orRefuseWithoutZooKeeper(readFreshTree(place))
      const backup = await orRefuse(collectBackup(work.items, { place, tree, clusterId: context.settings.id }))
      const made = await writeBackup(resolve(getEnvironment().dataDir), backup)
      await noteBackup(await getJournal(), context.settings.id, { ...made, content: toContent(backup) })
      work.backup = backup
      work.name = made.name
      work.result = `${toContent(backup).length} znodes and files are in the back-up ${made.name}.`
      return `${made.file}, ${made.bytes} bytes, SHA-256 ${made.checksum}`
    },
  }
}

function removeStep(context: PlanContext, place: ElectionPlace, work: Work): Step {
  return {
    id: 'remove', title: 'Remove what nothing refers to', host: null,
    commands: work.items.map((item) => (item.kind === 'file' ? `rm ${item.path}` : `deleteall ${place.root}/${item.path}   # each by its version, in one transaction`)),
    async run({ snapshot, say, signal }) {
      if (!work.backup || !work.name) throw new OperationError('refused', 'There is no back-up, so nothing is removed.')
      const report = await removeItems(work.items, work.backup, { place, snapshot, signal })
      if (report.removed.length > 0) await markBackup(await getJournal(), work.name, 'removed_at')
      tellReport(report, say)
      if (report.removed.length === 0) throw new OperationError('refused', `Nothing was removed: ${report.kept[0] ?? ''}`)
      work.result = `${report.removed.length} removed${report.kept.length > 0 ? `, ${report.kept.length} kept` : ''}. “Restore removed metadata” with the back-up ${work.name} writes them back.`
      return `${report.removed.length} removed, ${report.kept.length} kept.`
    },
  }
}

/** Writes back what a back-up holds and what is not there. `options.backup` names it. */
export const restoreDangling: Verb = {
  kind: 'restore-dangling',
  async plan(context) {
    const place = findElectionPlace(context.settings, context.configuration)
    if (!place) return noZooKeeper
    const name = context.request.options?.backup ?? ''
    const backup = await readBackup(resolve(getEnvironment().dataDir), name).catch((error: unknown) => {
      if (error instanceof BackupError) return error.message
      throw error
    })
    const work: Work = { items: [], backup: null, name, result: '' }
    const problem = typeof backup === 'string' ? backup : backup.clusterId !== context.settings.id ? `The back-up ${name} is of the cluster ${backup.clusterId}.` : null
    if (problem !== null || typeof backup === 'string') return toDraft('Nothing is done.', [], [{ code: 'backup-not-usable', level: 'refusal', text: problem ?? '' }], work)
    return toDraft(`What the back-up ${name} holds is written back where it is missing.`, [restoreStep(context, place, backup, work)], [], work)
  },
}

function restoreStep(context: PlanContext, place: ElectionPlace, backup: Backup, work: Work): Step {
  return {
    id: 'restore', title: 'Write back what is missing', host: null, commands: toContent(backup).slice(0, 200).map((line) => `create ${line}`),
    async run({ say }) {
      const report = await orRefuse(restoreBackup(backup, { place, storageRoot: findStorageRoot(context) }))
      await markBackup(await getJournal(), work.name ?? '', 'restored_at')
      tellReport(report, say)
      work.result = `${report.removed.length} written back${report.kept.length > 0 ? `; ${report.kept.length} not: ${report.kept[0]}` : ''}.`
      return work.result
    },
  }
}

function findStorageRoot({ configuration }: PlanContext): string | null {
  try {
    return configuration.storageDir === null ? null : getLocalRoot(configuration.storageDir)
  } catch {
    return null
  }
}

function tellReport({ removed, kept }: RemovalReport, say: (text: string) => void): void {
  for (const line of removed) say(`done  ${line}\n`)
  for (const line of kept) say(`kept  ${line}\n`)
}

async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof BackupError) throw new OperationError('refused', error.message, { cause: error })
    throw error
  }
}

function toDraft(sentence: string, steps: Step[], checks: Check[], work: Work): PlanDraft {
  return { sentence, steps, checks, deadlineMs: DEADLINE_MS, guardsLeader: false, verify: async () => work.result }
}
