import { dayMs } from '@/lib/base/durations'
import { toIso } from './observed'
import type { JobManager, Lane } from './snapshot'

const KEPT_MS = dayMs
const MOST_SPANS = 400

/** Lengthens the leadership lanes by what is seen now; unchanged lanes stay the same objects. */
export function advanceLanes(lanes: readonly Lane[], jobManagers: readonly JobManager[], now: number): Lane[] {
  return jobManagers.map(({ master, role }) => {
    const lane = lanes.find((candidate) => candidate.master === master) ?? { master, spans: [] }
    const last = lane.spans.at(-1)
    if (last && last.to === null && last.role === role) return lane
    const at = toIso(now)
    const oldest = toIso(now - KEPT_MS)
    const past = lane.spans.map((span) => (span.to === null ? { ...span, to: at } : span)).filter((span) => span.to! > oldest)
    return { master, spans: [...past, { role, from: at, to: null }].slice(-MOST_SPANS) }
  })
}
