/**
 * Names that Curator's LeaderLatch gives its members: `_c_<UUID>-latch-<ten digits>`. They are sorted by the number; the UUID in front is
 * random. (org.apache.curator.framework.recipes.leader.LeaderLatch, LOCK_NAME and ProtectedUtils)
 */
const numbered = /latch-(\d{10})$/

/** A member's place in the election; null: it is none. */
export function findLatchSequence(name: string): number | null {
  const digits = numbered.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Whether Curator made this znode; a member need not be complete for it. */
export function isCuratorMade(name: string): boolean {
  return name.startsWith('_c_')
}
