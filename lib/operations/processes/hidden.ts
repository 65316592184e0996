import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import type { ProcessTable } from '@/lib/sources/hosts/found-process'
import { OperationError } from '../run/verb'

/** Why a process that is not found on a host may still run there; null: all are shown. No full stop. */
export function findHidden({ seesAll, user }: Pick<ProcessTable, 'seesAll' | 'user'>, host: string): string | null {
  return seesAll ? null : `This console cannot see all processes on ${host} as ${user ?? 'the user it is there'} (hidepid)`
}

/** What to do about it. */
export const SEE_MORE =
  'Let it sign in there as the user who runs Flink, as root, or as a member of the group that the gid= option of /proc names.'

/** Refuses a stop or restart. @throws OperationError refused */
export function refuseNotFound(hidden: string | null, text: { what: string; otherwise: string }): never {
  throw new OperationError(
    'refused',
    hidden === null ? text.otherwise : `${hidden}, so whether ${text.what} runs there is not known. Nothing is stopped. ${SEE_MORE}`,
  )
}

/** The snapshot proves that it runs, whatever the process table shows. */
function isSeenRunning(jm: JobManager): boolean {
  return (jm.role === 'leader' || jm.role === 'standby') && jm.processState === 'running' && jm.webUi.reachable === true
}

/**
 * Why a master whose process is not found may not be started; null: it may. Where processes are hidden, only a port that refuses
 * connections proves that it does not run.
 */
export function findStartObstacle(snapshot: ClusterSnapshot, master: string, host: string, hidden: string | null): string | null {
  const jm = snapshot.jobManagers.find((each) => each.master === master)
  if (jm && isSeenRunning(jm))
    return `${master} runs: it answers on its port and is ${jm.role}. Its process is not found on ${host} with this cluster’s conf folder${hidden === null ? '' : `: ${hidden}`}. A second one is not started.`
  if (hidden === null || jm?.processState === 'gone') return null
  return `${hidden}, so whether ${master} runs there is not known. A second one is not started. ${SEE_MORE}`
}

/** For a stop of everything: a process that is not shown is not stopped. */
export function checkHidden(hidden: readonly (string | null)[]): Check[] {
  const texts = [...new Set(hidden)].filter((each) => each !== null)
  return texts.map((text): Check => ({
    code: 'hidden',
    level: 'warning',
    text: `${text}: what runs there unseen is not stopped. ${SEE_MORE}`,
  }))
}
