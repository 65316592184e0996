import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import type { ProcessTable } from '@/lib/sources/hosts/found-process'
import { longestCommandLine } from '@/lib/sources/hosts/host-scripts'
import { OperationError } from '../run/verb'

/** Why a process that is not found on a host may still run there. */
export interface Hidden {
  /** The beginning of a sentence. */
  why: string
  whatToDo: string
}

const mostPids = 5

/** @returns null: every process that runs there is visible */
export function findHidden({ seesAll, unread, user }: Omit<ProcessTable, 'processes'>, host: string): Hidden | null {
  if (!seesAll)
    return {
      why: `This console cannot see all processes on ${host} as ${user ?? 'the user it is there'} (hidepid)`,
      whatToDo:
        'Let it sign in there as the user who runs Flink, as root, or as a member of the group that the gid= option of /proc names.',
    }
  if (unread.length === 0) return null
  const more = unread.length > mostPids ? ` and ${unread.length - mostPids} more` : ''
  return {
    why: `Command lines over ${longestCommandLine / 1024} KB are not read, as that of pid ${unread.slice(0, mostPids).join(', ')}${more} on ${host}`,
    whatToDo: 'Start that process with a shorter one (a class path may name a folder with *), or end it.',
  }
}

/** Refuses a stop or restart. @throws OperationError refused */
export function refuseNotFound(hidden: Hidden | null, text: { what: string; otherwise: string }): never {
  throw new OperationError(
    'refused',
    hidden === null
      ? text.otherwise
      : `${hidden.why}, so whether ${text.what} runs there is not known. Nothing is stopped. ${hidden.whatToDo}`,
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
export function findStartObstacle(snapshot: ClusterSnapshot, master: string, host: string, hidden: Hidden | null): string | null {
  const jm = snapshot.jobManagers.find((each) => each.master === master)
  if (jm && isSeenRunning(jm))
    return `${master} runs: it answers on its port and is ${jm.role}. Its process is not found on ${host} with this cluster’s conf folder${hidden === null ? '' : `: ${hidden.why}`}. A second one is not started.`
  if (hidden === null || jm?.processState === 'gone') return null
  return `${hidden.why}, so whether ${master} runs there is not known. A second one is not started. ${hidden.whatToDo}`
}

/** For a stop of everything: a process that is not shown is not stopped. */
export function checkHidden(hidden: readonly (Hidden | null)[]): Check[] {
  const texts = hidden.flatMap((each) => (each === null ? [] : [`${each.why}: what runs there unseen is not stopped. ${each.whatToDo}`]))
  return [...new Set(texts)].map((text): Check => ({ code: 'hidden', level: 'warning', text }))
}
