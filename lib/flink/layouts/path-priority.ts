/** Decided by names alone, because a path is read before the era of its tree is known; the tables decode its meaning. */

/** The names of everything that the election writes begin like this, in every era (custom names apart). */
export function isLeadershipPath(path: string): boolean {
  return path.startsWith('leader')
}

/** Locks and counters: at 1,000 checkpoints per second they are three of four readings, and no verdict depends on them. */
export function isDetailPath(path: string): boolean {
  return /(?:\/locks|\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\/checkpoint_id_counter)$|^checkpoint-counter\//.test(path)
}
