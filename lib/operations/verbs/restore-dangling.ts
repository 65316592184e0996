import 'server-only'
import { resolve } from 'node:path'
import { getJournal } from '@/lib/journal/database'
import type { Check } from '@/lib/model/operation'
import { getEnvironment } from '@/lib/settings/environment'
import { BackupError, readBackup, type Backup } from '../dangling/backup-file'
import { markBackup } from '../dangling/backups-table'
import { toContent } from '../dangling/collect-backup'
import { addRestored, nothingRestored, toRestoredText, type Restoration } from '../dangling/restoration'
import { restoreFiles } from '../dangling/restore-files'
import { findRestoredJobs } from '../dangling/restore-transactions'
import { restoreZnodes } from '../dangling/restore-znodes'
import { findElectionPlace } from '@/lib/takeover/election/election-clients'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { orFailWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { OperationError, type PlanContext, type PlanDraft, type Step, type StepContext, type Verb } from '../run/verb'
import { noZooKeeper } from '@/lib/takeover/steps/takeover-checks'

const deadlineMs = 120_000

/** Writes back what a back-up holds and what does not exist. `options.backup` names it. */
export const restoreDangling: Verb<'restore-dangling'> = {
  kind: 'restore-dangling',
  async plan(context) {
    const place = findElectionPlace(context.settings, context.configuration)
    if (!place) return noZooKeeper
    const name = context.request.options?.backup ?? ''
    const backup = await findBackup(name, context, place)
    if (typeof backup === 'string')
      return { ...toDraft('Nothing is done.', [], async () => ''), checks: [{ code: 'backup-not-usable', level: 'refusal', text: backup }] }
    const sum = nothingRestored()
    const draft = toDraft(`What the back-up ${name} holds is written back where it is missing.`, toSteps(context, place, backup, sum), () =>
      finishRestoration(name, sum),
    )
    return { ...draft, checks: findRestoredJobs(backup.znodes, place.names).map(toJobWarning) }
  },
}

/** @returns why it cannot be used, as a sentence */
async function findBackup(name: string, { settings }: PlanContext, place: ElectionPlace): Promise<Backup | string> {
  try {
    const backup = await readBackup(resolve(getEnvironment().dataDir), name)
    if (backup.clusterId !== settings.id) return `The back-up ${name} is of the cluster ${backup.clusterId}.`
    if (backup.znodeRoot !== place.root) return `The back-up ${name} is of ${backup.znodeRoot}, and this cluster’s root is ${place.root}.`
    return backup
  } catch (error) {
    if (BackupError.is(error)) return error.message
    throw error
  }
}

/** What a restored job does to the cluster; measured with 1.20.1 and 2.3.0. */
function toJobWarning(jobId: string): Check {
  return {
    code: 'registers-job',
    level: 'warning',
    text: `Job ${jobId} is registered again, and the next leader recovers it; a leader up to Flink 1.20 at once. Its jars (blob/job_${jobId}) and checkpoints have to be there, else the JobManagers end at their start. Do not restore a job that was started anew under another id: both would run.`,
  }
}

/** Files first, as Flink does it: a pointer never exists before the file that it names. */
function toSteps(context: PlanContext, place: ElectionPlace, backup: Backup, sum: Restoration): Step[] {
  const toStep = (id: string, title: string, lines: readonly string[], restore: (step: StepContext) => Promise<Restoration>): Step => ({
    id,
    title,
    host: null,
    commands: lines.slice(0, 200).map((line) => `create ${line}`),
    async run(step) {
      const one = await orFailWithoutZooKeeper(restore(step), 'Restore again when it serves: only what is missing is written.')
      addRestored(sum, one)
      return toRestoredText(one)
    },
  })
  const { znodes, files } = backup
  return [
    ...(files.length > 0
      ? [
          toStep('restore-files', 'Write back the files that are missing', toContent({ files, znodes: [] }), (step) =>
            restoreFiles(files, context.configuration.storageDir, step),
          ),
        ]
      : []),
    ...(znodes.length > 0
      ? [
          toStep('restore-znodes', 'Write back the znodes that are missing', toContent({ files: [], znodes }), (step) =>
            restoreZnodes(place, backup, step),
          ),
        ]
      : []),
  ]
}

/** It is only called restored when nothing of it is missing. */
async function finishRestoration(name: string, sum: Restoration): Promise<string> {
  if (sum.written.length + sum.there.length === 0)
    throw new OperationError('command-failed', `Nothing was restored: ${sum.kept[0] ?? 'the back-up is empty.'}`)
  if (sum.kept.length === 0) await markBackup(await getJournal(), name, 'restored_at', Date.now())
  return toRestoredText(sum)
}

function toDraft(sentence: string, steps: Step[], verify: () => Promise<string>): PlanDraft {
  return { sentence, steps, checks: [], deadlineMs, guardsLeader: false, verify }
}
