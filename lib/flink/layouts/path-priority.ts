/** Told by names alone, because a path is read before the era of its tree is known; what it means is decoded by the tables. */

/** Everything the election writes lies under names that begin so, in every era (custom names apart). */
export function isLeadershipPath(path: string): boolean {
  return path.startsWith('leader')
}

/** Locks and counters: at 1,000 checkpoints a second they are three readings of four, and no verdict depends on them. */
export function isDetailPath(path: string): boolean {
  return /(?:\/locks|\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\/checkpoint_id_counter)$|^checkpoint-counter\//.test(path)
}
