import { dayMs } from '@/lib/base/durations'
import { toIso } from './observed'
import type { JobManager, Lane, LaneRole, Leader, VerdictLevel, VerdictSpan } from './snapshot'
import { turnSpans } from './spans'

const keptMs = dayMs
const mostSpans = 400

/** Input of the lanes. `outageSince`: epoch ms; null: no outage is open. */
interface LaneFacts {
  jobManagers: readonly JobManager[]
  leader: Leader | null
  outageSince: number | null
}

/** Extends the leadership lanes by the current state; unchanged lanes stay the same objects. */
export function advanceLanes(lanes: readonly Lane[], input: LaneFacts, now: number): Lane[] {
  return input.jobManagers.map((jm) => {
    const lane = lanes.find(({ master }) => master === jm.master) ?? { master: jm.master, spans: [] }
    const { role, since } = toLaneState(jm, input)
    const last = lane.spans.at(-1)
    if (last?.role === role && last.to === null) return lane
    const from = toIso(Math.min(now, since ?? now))
    return { master: jm.master, spans: keep(turnSpans(lane.spans, { role, from, to: null }), now) }
  })
}

/** Extends the verdict's spans by the current level: an outage begins with the last sign of life, which is noticed later. */
export function advanceVerdicts(spans: VerdictSpan[], level: VerdictLevel, outageSince: number | null, now: number): VerdictSpan[] {
  const last = spans.at(-1)
  if (last?.value === level && last.to === null) return spans
  return keep(turnSpans(spans, { value: level, from: toIso(findTurn(level, outageSince, now)), to: null }), now)
}

/** When the current level began, epoch ms. */
export function findTurn(level: VerdictLevel, outageSince: number | null, now: number): number {
  return level === 'no-leader' && outageSince !== null ? Math.min(now, outageSince) : now
}

/**
 * State of a JobManager in its lane: ZooKeeper lists a leader for longer than it leads, so its bar ends with its last sign of life.
 * @returns `since`: epoch ms of the change, where that is known to be before now
 */
export function toLaneState(
  { role, master, processState }: Pick<JobManager, 'role' | 'master' | 'processState'>,
  { leader, outageSince }: Pick<LaneFacts, 'leader' | 'outageSince'>,
): { role: LaneRole; since: number | null } {
  const shown = toLaneRole({ role, processState })
  if (leader?.master !== master) return { role: shown, since: null }
  const silentSince = leader.processSince === null ? null : Date.parse(leader.processSince)
  if (role !== 'leader') return { role: shown, since: silentSince }
  if (processState === 'running' && outageSince === null) return { role, since: null }
  return { role: processState === 'frozen' ? 'frozen' : 'unknown', since: silentSince ?? outageSince }
}

/** The one word for a JobManager: of one that answers nothing it is known whether its process is frozen. */
export function toLaneRole({ role, processState }: Pick<JobManager, 'role' | 'processState'>): LaneRole {
  return role === 'unreachable' && processState === 'frozen' ? 'frozen' : role
}

function keep<Span extends { to: string | null }>(spans: readonly Span[], now: number): Span[] {
  const oldest = toIso(now - keptMs)
  return spans.filter(({ to }) => to === null || to > oldest).slice(-mostSpans)
}
