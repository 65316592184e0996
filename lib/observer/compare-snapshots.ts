import 'server-only'
import jsonPatch, { type Operation } from 'fast-json-patch'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'

/**
 * The patch from `before` to `after`, as RFC 6902 (`add`, `remove` and `replace` only). Parts that are the same object are
 * skipped, which is why revisions share unchanged parts.
 *
 * Of a job whole fields are replaced: a new checkpoint changes nearly all below `checkpoints`, and for a thousand jobs
 * that would be ten operations each, which cost the server and every browser more than the few bytes they spare.
 */
export function compareSnapshots(before: ClusterSnapshot, after: ClusterSnapshot): Operation[] {
  const [old, fresh] = [before.recovery.jobs, after.recovery.jobs]
  const areSame = old.length === fresh.length && fresh.every(({ jobId }, i) => jobId === old[i]?.jobId)
  if (!areSame) return jsonPatch.compare(before, after)
  return [
    ...jsonPatch.compare(withoutJobs(before), withoutJobs(after)),
    ...fresh.flatMap((job, i) => compareJob(old[i] as RecoveryJob, job, i)),
  ]
}

const noJobs: RecoveryJob[] = []

function withoutJobs(snapshot: ClusterSnapshot): ClusterSnapshot {
  return { ...snapshot, recovery: { ...snapshot.recovery, jobs: noJobs } }
}

function compareJob(before: RecoveryJob, after: RecoveryJob, index: number): Operation[] {
  if (before === after) return []
  const fields = Object.keys(after) as (keyof RecoveryJob)[]
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ op: 'replace', path: `/recovery/jobs/${index}/${field}`, value: after[field] }))
}
