import { dayMs } from '@/lib/base/durations'
import type { PublicDay } from './history'

/** The rule as every page prints it. */
export const uptimeFormula =
  'uptime = 1 − leaderless ÷ (observed − maintenance), over 90 days cut at midnight UTC. Leaderless is the time without a proven leader outside maintenance and drills. Maintenance is the observed time within announced maintenance and drills. Time in which nothing was observed counts neither for nor against.'

export interface Uptime {
  /** 0–1; null: nothing was observed that counts, and nothing is claimed. */
  ratio: number | null
  observedMs: number
  leaderlessMs: number
  excludedLeaderlessMs: number
  maintenanceMs: number
  /** Days with any observation: a young history must not look like ninety good days. */
  observedDays: number
}

export function deriveUptime(days: readonly PublicDay[]): Uptime {
  const sum = (key: 'observedMs' | 'leaderlessMs' | 'excludedLeaderlessMs' | 'maintenanceMs') =>
    days.reduce((total, day) => total + day[key], 0)
  const [observedMs, leaderlessMs, maintenanceMs] = [sum('observedMs'), sum('leaderlessMs'), sum('maintenanceMs')]
  const counted = observedMs - maintenanceMs
  return {
    ratio: counted > 0 ? 1 - leaderlessMs / counted : null,
    observedMs,
    leaderlessMs,
    maintenanceMs,
    excludedLeaderlessMs: sum('excludedLeaderlessMs'),
    observedDays: days.filter((day) => day.observedMs > 0).length,
  }
}

/** Cut, never rounded up: 99.9996 % is not 100 %. */
export function toUptimeText(ratio: number | null): string {
  if (ratio === null) return 'no data'
  if (ratio === 1) return '100 %'
  return `${(Math.floor(ratio * 100_000) / 1_000).toFixed(3)} %`
}

/** e.g. "of 3.2 days observed": what the figure rests on. */
export function toBasisText({ observedMs, observedDays }: Uptime): string {
  if (observedMs === 0) return 'nothing observed yet'
  const days = observedMs / dayMs
  const amount =
    days >= 10
      ? `${Math.floor(days)} days`
      : days >= 0.1
        ? `${days.toFixed(1)} days`
        : `${Math.max(1, Math.floor(observedMs / 60_000))} min`
  return `${amount} observed, on ${observedDays} of 90`
}
