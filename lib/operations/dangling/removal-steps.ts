import 'server-only'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import { toItemName } from '@/lib/model/dangling/items'
import type { DanglingItem } from '@/lib/model/dangling/removal'
import { getEnvironment } from '@/lib/settings/environment'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { orFailWithoutZooKeeper, orRefuseWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { OperationError, type PlanContext, type Step } from '../run/verb'
import { BackupError, writeBackup, type Backup } from './backup-file'
import { markBackup, noteBackup } from './backups-table'
import { collectBackup, toContent } from './collect-backup'
import { readJobParts, type JobParts } from './job-parts'
import { readFreshTree, type FreshTree } from './fresh-tree'
import { removeItems } from './remove-items'

/** What the steps share, and what is reported at the end. */
export interface RemovalWork {
  items: readonly DanglingItem[]
  backup: Backup | null
  name: string | null
  result: string
}

/** @param commands what is read; default: the items' names */
export function backUpStep(context: PlanContext, place: ElectionPlace, work: RemovalWork, commands?: readonly string[]): Step {
  return {
    id: 'back-up',
    title: 'Back up to a file in this console’s data folder',
    host: null,
    commands: [...(commands ?? work.items.map((item) => `read ${toItemName(item)}`))],
    async run({ snapshot }) {
      const tree = await orRefuseWithoutZooKeeper(readFreshTree(place))
      const jobs = await readJobs(work.items, tree, place, snapshot())
      const backup = await orRefuse(collectBackup(work.items, { place, tree, clusterId: context.settings.id, jobs }))
      const made = await writeBackup(resolve(getEnvironment().dataDir), backup)
      await noteBackup(await getJournal(), context.settings.id, { ...made, content: toContent(backup) })
      work.backup = backup
      work.name = made.name
      work.result = `${toContent(backup).length} znodes and files are in the back-up ${made.name}.`
      return `${made.file}, ${made.bytes} bytes, SHA-256 ${made.checksum}`
    },
  }
}

async function readJobs(
  items: readonly DanglingItem[],
  tree: FreshTree,
  place: ElectionPlace,
  snapshot: PlanContext['snapshot'],
): Promise<Map<string, JobParts>> {
  const jobs = items.filter(({ kind }) => kind === 'job')
  return new Map(await Promise.all(jobs.map(async ({ path }) => [path, await readJobParts(path, tree, place, snapshot)] as const)))
}

export function removeStep(
  context: PlanContext,
  place: ElectionPlace,
  work: RemovalWork,
  { title, commands }: Pick<Step, 'title' | 'commands'>,
): Step {
  return {
    id: 'remove',
    title,
    host: null,
    commands,
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
