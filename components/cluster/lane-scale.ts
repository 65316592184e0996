import type { Lane, Role } from '@/lib/model/snapshot'

export interface LaneBar {
  role: Role
  from: number
  to: number
  /** Ends now. */
  open: boolean
  /** Shares of the whole width, 0–100. */
  left: number
  width: number
  /** A leader that ended by going down. */
  failed: boolean
}

export interface LaneScale {
  from: number
  to: number
  /** Epoch ms. */
  ticks: number[]
}

const minute = 60_000
const longest = 24 * 60 * minute
const steps = [minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, 60 * minute, 120 * minute, 240 * minute]

/** From the first thing seen, at most a day, at least five minutes, to now. */
export function deriveLaneScale(lanes: readonly Lane[], now: number): LaneScale {
  const first = Math.min(now - 5 * minute, ...lanes.map((lane) => Date.parse(lane.spans[0]?.from ?? '')).filter(Number.isFinite))
  const from = Math.max(first, now - longest)
  const step = steps.find((one) => (now - from) / one <= 7) ?? 240 * minute
  const ticks: number[] = []
  for (let at = Math.ceil(from / step) * step; at < now - (now - from) * 0.06; at += step) ticks.push(at)
  return { from, to: now, ticks }
}

export function deriveBars(lane: Lane, scale: LaneScale): LaneBar[] {
  const whole = scale.to - scale.from
  return lane.spans.flatMap((span, index) => {
    const from = Math.max(Date.parse(span.from), scale.from)
    const to = span.to === null ? scale.to : Math.min(Date.parse(span.to), scale.to)
    if (!(to > from)) return []
    const next = lane.spans[index + 1]
    const failed = span.role === 'leader' && (next?.role === 'down' || next?.role === 'unreachable')
    return [{ role: span.role, from, to, open: span.to === null, failed, left: ((from - scale.from) / whole) * 100, width: ((to - from) / whole) * 100 }]
  })
}

/** How often the lead moved, and for how long nobody had it, inside the scale. */
export function deriveLaneFigures(lanes: readonly Lane[], scale: LaneScale): { changes: number; leaderlessMs: number } {
  const terms = lanes.flatMap((lane) => deriveBars(lane, scale).filter((bar) => bar.role === 'leader')).sort((a, b) => a.from - b.from)
  let changes = 0
  let leaderlessMs = 0
  let end = terms[0]?.to ?? scale.to
  for (const term of terms.slice(1)) {
    changes += 1
    leaderlessMs += Math.max(0, term.from - end)
    end = Math.max(end, term.to)
  }
  return { changes, leaderlessMs: leaderlessMs + Math.max(0, scale.to - end) }
}
