import type { PersonRole } from '@/lib/model/actor'

/**
 * When an unused session ends, in epoch ms. A viewer's does not before its last day: a screen on a wall signs in as a viewer, and its
 * readers can only look.
 */
export function findIdleEnd(role: PersonRole, seenAt: number, idleHours: number): number {
  return role === 'viewer' ? Infinity : seenAt + idleHours * 60 * 60_000
}
