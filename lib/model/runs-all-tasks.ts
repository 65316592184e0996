import type { RecoveryJob, TaskManagers } from './snapshot'

/**
 * Whether a job does its work: Flink calls a job RUNNING from its first schedule on, while its tasks wait for slots. Counted from
 * tasks, and only where TaskManagers are registered that could run them.
 */
export function runsAllTasks({ state, tasks }: Pick<RecoveryJob, 'state' | 'tasks'>, { total }: Pick<TaskManagers, 'total'>): boolean {
  if (state !== 'running' || tasks === null || tasks.total === 0 || total === 0) return false
  return tasks.running + tasks.finished >= tasks.total
}
