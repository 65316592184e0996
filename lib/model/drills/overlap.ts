import type { DrillEvidence } from './evidence'

/**
 * How long two leaders announced themselves, ms; 0: never. ZooKeeper orders its writes for every reader, so a leader session id that is
 * seen again after another one proves that both processes led: Flink writes a new id for each term.
 */
export function findOverlapMs(evidence: readonly DrillEvidence[]): number {
  const announced = evidence.filter(({ what, subject }) => what === 'leader-announced' && subject !== null)
  const first = new Map<string, number>()
  const last = new Map<string, number>()
  for (const { subject, at } of announced) {
    if (!first.has(subject!)) first.set(subject!, at)
    last.set(subject!, at)
  }
  const sessions = [...first.keys()]
  const overlaps = sessions.flatMap((session, index) =>
    sessions.slice(index + 1).flatMap((later) => (isBack(announced, session, later) ? [last.get(session)! - first.get(later)!] : [])),
  )
  return overlaps.length === 0 ? 0 : Math.max(1, ...overlaps)
}

/** Whether `session` is announced once more after `later` was; the list is in the order of observation. */
function isBack(announced: readonly DrillEvidence[], session: string, later: string): boolean {
  const firstOfLater = announced.findIndex(({ subject }) => subject === later)
  return announced.some(({ subject }, index) => index > firstOfLater && subject === session)
}
