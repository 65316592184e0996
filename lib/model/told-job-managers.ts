import { settlingMs } from './derive-leader'
import type { JobManager } from './snapshot'

/** Each JobManager as the events told it last, by master. */
export type ToldJobManagers = ReadonlyMap<string, ToldJobManager>

interface ToldJobManager {
  jobManager: JobManager
  /** Epoch ms; null: the events tell what is so now. */
  doubtSince: number | null
}

/**
 * An exit is seen in pieces: its latch goes, its connection breaks, its port closes, its process ends. In between it is neither
 * there nor gone, and is told by what becomes of it; after so long by what it is.
 */
const doubtMs = 2_000
/** A leader that answers is proven to lead again only after ZooKeeper’s return has settled (deriveLeader). */
const answeringDoubtMs = settlingMs + 500

/** What the events tell now. One in doubt stays as it was told. @param now epoch ms */
export function advanceToldJobManagers(told: ToldJobManagers, jobManagers: readonly JobManager[], now: number): ToldJobManagers {
  return new Map(
    jobManagers.map((jobManager) => {
      const last = told.get(jobManager.master)
      if (!last || !isInDoubt(last.jobManager, jobManager)) return [jobManager.master, { jobManager, doubtSince: null }]
      const doubtSince = last.doubtSince ?? now
      return [jobManager.master, now - doubtSince < toDoubtMs(jobManager) ? { ...last, doubtSince } : { jobManager, doubtSince: null }]
    }),
  )
}

function toDoubtMs({ role, webUi }: JobManager): number {
  return role === 'leader' && webUi.reachable === true ? answeringDoubtMs : doubtMs
}

/** The same masters as the events told them; one that they never told as it is. */
export function toToldJobManagers(told: ToldJobManagers, jobManagers: readonly JobManager[]): JobManager[] {
  return jobManagers.map((jobManager) => told.get(jobManager.master)?.jobManager ?? jobManager)
}

/** It was in the election, and since then nothing proves that, nor its end. */
function isInDoubt(last: JobManager, next: JobManager): boolean {
  if (last.role !== 'leader' && last.role !== 'standby') return false
  return next.role === 'joining' || next.role === 'unknown' || (next.role === 'leader' && next.processState === 'unknown')
}
