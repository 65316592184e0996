import 'server-only'
import type { PlanContext } from '@/lib/operations/run/verb'

/** The longest that a lost answer is asked for; nothing is removed afterwards. */
export const mostAskingMs = 60_000

/** By then the session of a process that is dead already has ended, unless ZooKeeper's servers were told otherwise. */
export function toSessionEndMs({ configuration }: Pick<PlanContext, 'configuration'>): number {
  return Math.min(configuration.sessionTimeoutMs, mostAskingMs)
}
