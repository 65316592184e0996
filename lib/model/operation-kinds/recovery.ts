import { isJobId, refuseForgetting, toStanding } from '../dangling/decide-forgetting'
import type { ClusterSnapshot } from '../snapshot'
import { allow, deny, type OperationKindRecord, type Permission } from './kind-record'

/** Which dangling items; without it all. */
const items = { items: 'which, a name a line; default: all' }
const common = { targets: null, isTargetOptional: false, needsHosts: false, mayEnd: null } as const

export const recoveryKinds = {
  'back-up-dangling': {
    ...common,
    title: 'Back up orphaned metadata',
    what: 'Writes recovery metadata that nothing refers to into a file.',
    isChosenByHand: false,
    role: 'operator',
    group: 'recovery',
    button: 'Back up…',
    toCommitWords: () => 'Back up orphans',
    isHarmless: true,
    undo: 'Nothing has to be undone: the cluster is only read.',
    options: items,
    permit: permitWhereSomethingDangles,
  },
  'remove-dangling': {
    ...common,
    title: 'Remove orphaned metadata',
    what: 'Backs up, then removes recovery metadata that nothing refers to.',
    isChosenByHand: false,
    role: 'administrator',
    group: 'recovery',
    button: 'Remove…',
    toCommitWords: () => 'Remove orphans',
    isHarmless: false,
    undo: 'The back-up is written first. What was removed by then can be restored from it.',
    options: items,
    permit: permitWhereSomethingDangles,
  },
  'forget-job': {
    ...common,
    title: 'Forget one job',
    what: 'Backs up, then removes the recovery metadata of a job that must not be recovered any more.',
    targets: 'job',
    isChosenByHand: false,
    role: 'administrator',
    group: 'recovery',
    button: 'Forget…',
    toCommitWords: (target) => `Forget job ${target.slice(0, 8)}`,
    isHarmless: false,
    undo: 'The back-up is written first. All znodes of the job go in one transaction, its files after it; what was removed by then can be restored from the back-up.',
    options: {},
    permit: permitForgetting,
  },
  'restore-dangling': {
    ...common,
    title: 'Restore removed metadata',
    what: 'Writes back what a back-up holds.',
    isChosenByHand: true,
    role: 'administrator',
    group: null,
    button: 'Restore…',
    toCommitWords: () => 'Restore what was removed',
    isHarmless: false,
    undo: 'What was written back by then stays. Restoring again writes only what is missing.',
    options: { backup: 'name of the back-up' },
    permit: () => allow(),
  },
} as const satisfies Readonly<Record<string, OperationKindRecord>>

function permitWhereSomethingDangles({ recovery }: ClusterSnapshot): Permission {
  const isDangling = recovery.dangling.length > 0 || recovery.jobs.some(({ verdict }) => verdict === 'broken')
  return isDangling ? allow() : deny('No orphaned metadata.')
}

function permitForgetting(snapshot: ClusterSnapshot, target: string | null): Permission {
  const { jobs } = snapshot.recovery
  if (target === null) return denyUnnamed(snapshot)
  if (!isJobId(target)) return deny(`${target.slice(0, 100)} is no id of a job: that is 32 hexadecimal digits.`)
  const job = jobs.find(({ jobId }) => jobId === target)
  if (!job) return deny(`ZooKeeper holds no job ${target}.`)
  const refusal = refuseForgetting(toStanding(snapshot, job))
  return refusal ? deny(refusal.text) : allow('The next leader will not recover this job.')
}

/** Without a job's id nothing is forgotten; `why`: what stands against the first job, where something stands against each. */
function denyUnnamed(snapshot: ClusterSnapshot): Permission {
  const { jobs, provenance } = snapshot.recovery
  const [first] = jobs
  if (!first) return deny(provenance.known ? 'No job is registered.' : provenance.reason)
  const refusals = jobs.map((job) => refuseForgetting(toStanding(snapshot, job)))
  return deny(refusals.includes(null) ? 'Name the job by its id.' : refusals[0]!.text)
}
