import 'server-only'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import { isInLine } from '@/lib/model/standby'
import type { Step } from '../run/verb'

/** Covers the start of the JVM, the ZooKeeper session and a look into its log. */
export const inLineMs = 90_000

/** Waits until the snapshot proves the master's place in the election. @param before sessions that existed before it was started */
export function toInLineStep(master: string, before: (snapshot: ClusterSnapshot) => string | null, id = `in-line-${master}`): Step {
  return {
    id,
    title: `Wait until ${master} leads or is in line`,
    host: null,
    commands: [],
    async run(step) {
      const old = before(step.snapshot())
      const snapshot = await step.waitUntil((now) => findLack(now, master, old), { withinMs: inLineMs })
      const jm = findJobManager(snapshot, master)
      return jm?.role === 'leader' ? `${master} leads.` : `${master} stands by, place ${jm?.inLine ?? '?'} in line.`
    },
  }
}

function findLack(snapshot: ClusterSnapshot, master: string, oldSession: string | null): string | null {
  const jm = findJobManager(snapshot, master)
  if (!jm) return `${master} is no line of the masters file any more`
  if (jm.role === 'leader' && jm.processState === 'running' && jm.zkSessionId !== oldSession) return null
  if (isInLine(jm) && jm.zkSessionId !== oldSession) return null
  return `${master} is ${jm.role} (${jm.roleDetail})`
}

export function findJobManager(snapshot: ClusterSnapshot, master: string): JobManager | undefined {
  return snapshot.jobManagers.find((jm) => jm.master === master)
}

/** The session of the former process: a contender with it is the old one, which ZooKeeper lists until its session ends. */
export function findSession(snapshot: ClusterSnapshot, master: string): string | null {
  return findJobManager(snapshot, master)?.zkSessionId ?? null
}

export function hasOtherStandby(snapshot: ClusterSnapshot, master: string): boolean {
  return snapshot.jobManagers.some((jm) => jm.master !== master && isInLine(jm))
}
