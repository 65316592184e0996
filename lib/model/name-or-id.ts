import type { RecoveryJob } from './snapshot'

/** What a sentence calls a job: ZooKeeper knows no names, so one that no JobManager told has its id. */
export function toNameOrId({ name, jobId }: Pick<RecoveryJob, 'name' | 'jobId'>): string {
  return name ?? jobId
}
