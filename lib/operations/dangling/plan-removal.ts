import 'server-only'
import { toCount } from '@/lib/base/counts'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import type { Check } from '@/lib/model/operation'
import { decideRemoval, type DanglingItem } from '@/lib/model/dangling/decide-removal'
import { getEnvironment } from '@/lib/settings/environment'
import { markBackup, noteBackup } from './backups-table'
import { BackupError, writeBackup, type Backup } from './backup-file'
import { collectBackup, toContent } from './collect-backup'
import { chooseItems, deriveItems, toItemName } from '@/lib/model/dangling/items'
import { readFreshTree, readDanglingWorld } from './read-world'
import { removeItems } from './remove-items'
import { findElectionPlace } from '@/lib/takeover/election/election-clients'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { orFailWithoutZooKeeper, orRefuseWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { OperationError, type PlanContext, type PlanDraft, type Step } from '../run/verb'
import { noZooKeeper } from '@/lib/takeover/steps/takeover-checks'

const deadlineMs = 120_000

/** What the steps share, and what is reported at the end. */
interface Work {
  items: readonly DanglingItem[]
  backup: Backup | null
  name: string | null
  result: string
}

/**
 * What the request names is backed up to a file of the data folder, then, if `removes`, removed where it is proven that nothing refers to it.
 * @throws OperationError refused: ZooKeeper cannot be read
 */
export async function planDangling(context: PlanContext, removes: boolean): Promise<PlanDraft> {
  const place = findElectionPlace(context.settings, context.configuration)
  if (!place) return noZooKeeper
  const items = chooseItems(deriveItems(context.snapshot), context.request.options?.items)
  if (typeof items === 'string' || items.length === 0)
    return toDraft(
      'Nothing is done.',
      [],
      [{ code: 'nothing-dangles', level: 'refusal', text: typeof items === 'string' ? items : 'No orphaned metadata.' }],
      { items: [], backup: null, name: null, result: '' },
    )
  const work: Work = { items, backup: null, name: null, result: '' }
  const checks = removes ? await checkItems(items, place, context) : []
  const many = items.length === 1 ? toItemName(items[0]!) : toCount(items.length, 'item')
  const steps = [backUpStep(context, place, work), ...(removes ? [removeStep(context, place, work)] : [])]
  return toDraft(
    removes ? `${many} are backed up to a file here, then removed where nothing refers to them.` : `${many} are backed up to a file here.`,
    steps,
    checks,
    work,
  )
}

/** Each item is decided as it will be again just before it is removed; if none may be removed there is nothing to run. */
async function checkItems(items: readonly DanglingItem[], place: ElectionPlace, { snapshot }: PlanContext): Promise<Check[]> {
  const tree = await orRefuseWithoutZooKeeper(readFreshTree(place))
  const decisions = await Promise.all(
    items.map(async (item) => ({ item, decision: decideRemoval(item, await readDanglingWorld(item, place, tree, snapshot)) })),
  )
  const kept = decisions.flatMap(({ item, decision }) =>
    decision.kind === 'keep' ? [{ code: decision.code, text: `${toItemName(item)} stays: ${decision.text}` }] : [],
  )
  const level = kept.length === items.length ? 'refusal' : 'warning'
  return kept.map((one) => ({ ...one, level }))
}

function backUpStep(context: PlanContext, place: ElectionPlace, work: Work): Step {
  return {
    id: 'back-up',
    title: 'Back up to a file in this console’s data folder',
    host: null,
    commands: work.items.map((item) => `read ${toItemName(item)}`),
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
    id: 'remove',
    title: 'Remove what nothing refers to',
    host: null,
    commands: work.items.map((item) =>
      item.kind === 'file' ? `rm ${item.path}` : `deleteall ${place.root}/${item.path}   # each by its version, in one transaction`,
    ),
    async run({ snapshot, say, signal }) {
      if (!work.backup || !work.name) throw new OperationError('refused', 'There is no back-up, so nothing is removed.')
      const journal = await getJournal()
      // Before the first item is removed: a console that dies in between must leave no back-up whose items were removed unmarked.
      await markBackup(journal, work.name, 'removed_at', Date.now())
      if (signal.aborted) await markBackup(journal, work.name, 'removed_at', null)
      signal.throwIfAborted()
      const report = await orFailWithoutZooKeeper(
        removeItems(work.items, work.backup, { place, snapshot, signal, say, backupName: work.name }),
        'Look at what is still orphaned, then plan anew.',
      )
      if (report.removed.length === 0) {
        await markBackup(journal, work.name, 'removed_at', null)
        throw new OperationError('refused', `Nothing was removed: ${report.kept[0] ?? ''}`)
      }
      work.result = `${report.removed.length} removed${report.kept.length > 0 ? `, ${report.kept.length} kept` : ''}. “Restore removed metadata” with the back-up ${work.name} writes them back.`
      return `${report.removed.length} removed, ${report.kept.length} kept.`
    },
  }
}

async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (BackupError.is(error)) throw new OperationError('refused', error.message, { cause: error })
    throw error
  }
}

function toDraft(sentence: string, steps: Step[], checks: Check[], work: Work): PlanDraft {
  return { sentence, steps, checks, deadlineMs, guardsLeader: false, verify: async () => work.result }
}
