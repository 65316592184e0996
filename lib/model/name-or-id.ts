import { toIsolated } from '@/lib/base/isolated-name'
import type { RecoveryJob } from './snapshot'

/** How a sentence names a job: ZooKeeper has no names, so a job whose name no JobManager reported has its id. */
export function toNameOrId({ name, jobId }: Pick<RecoveryJob, 'name' | 'jobId'>): string {
  return name === null ? jobId : toIsolated(name)
}
