import 'server-only'
import { toCount } from '@/lib/base/counts'
import { toSegments } from '@/lib/flink/layouts/path-matcher'
import type { DanglingItem, DanglingRemoval } from '@/lib/model/dangling/removal'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { findElectionPlace } from '@/lib/takeover/election/election-clients'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { orRefuseWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { noZooKeeper } from '@/lib/takeover/steps/takeover-checks'
import type { PlanContext, PlanDraft } from '../run/verb'
import { readJobParts, type JobParts } from './job-parts'
import { decideItems, toItemsDraft } from './plan-removal'
import { readFreshTree } from './fresh-tree'
import { backUpStep, removeStep, type RemovalWork } from './removal-steps'
import { toStepsByHand } from './steps-by-hand'

/**
 * All recovery metadata of the job that the target names: backed up, then its znodes in one transaction, then its files.
 * @throws OperationError refused: ZooKeeper cannot be read
 */
export async function planForgetting(context: PlanContext): Promise<PlanDraft> {
  const place = findElectionPlace(context.settings, context.configuration)
  if (!place) return noZooKeeper
  const jobId = context.target ?? ''
  const item: DanglingItem = { kind: 'job', path: jobId }
  const tree = await orRefuseWithoutZooKeeper(readFreshTree(place))
  const parts = await readJobParts(jobId, tree, place, context.snapshot)
  const { checks, removals } = await decideItems([item], place, tree, context)
  const [removal] = removals
  const isReadable = parts.znodes.every(({ data }) => data !== null) && tree.isWhole
  const work: RemovalWork = { items: [item], backup: null, name: null, result: '' }
  return toItemsDraft({
    sentence: removal ? toSentence(jobId, removal, context.snapshot) : `Nothing of job ${jobId} is removed.`,
    steps:
      removal && isReadable
        ? [
            backUpStep(context, place, work, toReadings(removal, place)),
            removeStep(context, place, work, {
              title: 'Remove its znodes in one transaction, then its files',
              commands: toRemovals(removal, place),
            }),
          ]
        : [],
    checks: [...checks, ...(isReadable ? [] : [toUnreadable(parts, place)]), ...(removal ? toNotes(jobId, parts) : [])],
    verify: async ({ snapshot }) => `${work.result} ${toAfterwards(snapshot())}`,
  })
}

function toSentence(jobId: string, { znodes, files }: DanglingRemoval, { recovery }: ClusterSnapshot): string {
  const name = recovery.jobs.find((job) => job.jobId === jobId)?.name
  const what = `${toCount(znodes.filter(({ isLock }) => !isLock).length, 'znode')} and ${toCount(files.length, 'metadata file')}`
  return `Job ${jobId}${name ? ` (${name})` : ''} is forgotten: ${what} are backed up here, then removed. No JobManager recovers it afterwards.`
}

function toReadings({ znodes, files }: DanglingRemoval, { root }: ElectionPlace): string[] {
  return [...znodes.filter(({ isLock }) => !isLock).map(({ path }) => `get ${root}/${path}`), ...files.map((path) => `read ${path}`)]
}

/** As zkCli.sh names it: the version that each znode must still have. */
function toRemovals({ znodes, files }: DanglingRemoval, { root }: ElectionPlace): string[] {
  return [
    ...znodes.map(({ path, version, isLock }) => `delete -v ${version} ${root}/${path}${isLock ? '   # lock of a session' : ''}`),
    ...files.map((path) => `rm ${path}`),
  ]
}

function toUnreadable({ znodes }: JobParts, place: ElectionPlace): Check {
  return {
    code: 'not-readable',
    level: 'refusal',
    text: `This console may not read all of ${place.root}, so there would be no whole back-up: give zookeeper.auth the right to read and delete. ${toStepsByHand(znodes, place)}`,
  }
}

/** What stays, and what may surprise. */
function toNotes(jobId: string, { znodes, filesLeft }: JobParts): Check[] {
  const applications = znodes.filter(({ path }) => toSegments(path)[0] === 'applications')
  return [
    ...(applications.length > 0
      ? [
          {
            code: 'application',
            level: 'warning' as const,
            text: 'Its application is forgotten with it: no JobManager runs its main() again.',
          },
        ]
      : []),
    ...(isFixedId(jobId)
      ? [
          {
            code: 'application-mode',
            level: 'warning' as const,
            text: 'It has the fixed job id of application mode: the next start of that application runs main() again, and the job then starts from the beginning under this id.',
          },
        ]
      : []),
    ...(filesLeft.length > 0
      ? [
          {
            code: 'files-left',
            level: 'warning' as const,
            text: `${toCount(filesLeft.length, 'file')} that its pointers name ${filesLeft.length === 1 ? 'stays' : 'stay'}: not readable from here, not a metadata file of this cluster’s storage directory, or named by another pointer. ${filesLeft.slice(0, 3).join(', ')}`,
          },
        ]
      : []),
    { code: 'data-stays', level: 'fine', text: `Checkpoints, savepoints and jars (blob/job_${jobId}) stay: a restored job needs them.` },
  ]
}

/** The upper half is zero: derived from the cluster id (ApplicationDispatcherBootstrap). */
function isFixedId(jobId: string): boolean {
  return /^[0-9a-f]{16}0{16}$/.test(jobId)
}

/** A JobManager reads the jobs when it begins to lead; one that leads without this job has nothing of it. */
function toAfterwards({ leader }: ClusterSnapshot): string {
  return leader?.process === 'running'
    ? 'No JobManager has to be restarted.'
    : 'Start the JobManagers that are down: the next leader recovers the other jobs and does not read this one.'
}
