import { dayMs, toDurationText } from '@/lib/base/durations'
import type { PublicDay } from './history'

/** The rule as every page prints it. */
export function toUptimeFormula(thresholdMs: number): string {
  return `uptime = 1 − down ÷ (measured − maintenance), over 90 days cut at midnight UTC. Down is the time in outages outside planned maintenance. An interruption counts as an outage from ${toDurationText(thresholdMs)} on, and then from its first moment, also while it lasts. Maintenance is the measured time within announced maintenance. Time without data counts neither for nor against.`
}

export interface Uptime {
  /** 0–1; null: nothing that counts was observed, and nothing is claimed. */
  ratio: number | null
  observedMs: number
  leaderlessMs: number
  excludedLeaderlessMs: number
  maintenanceMs: number
  /** Leader changes too short for an outage. */
  leaderChanges: number
  /** Days with any observation: a young history must not look like ninety good days. */
  observedDays: number
}

export function deriveUptime(days: readonly PublicDay[]): Uptime {
  const sum = (key: 'observedMs' | 'leaderlessMs' | 'excludedLeaderlessMs' | 'maintenanceMs' | 'leaderChanges') =>
    days.reduce((total, day) => total + day[key], 0)
  const [observedMs, leaderlessMs, maintenanceMs] = [sum('observedMs'), sum('leaderlessMs'), sum('maintenanceMs')]
  const counted = observedMs - maintenanceMs
  return {
    ratio: counted > 0 ? 1 - leaderlessMs / counted : null,
    observedMs,
    leaderlessMs,
    maintenanceMs,
    excludedLeaderlessMs: sum('excludedLeaderlessMs'),
    leaderChanges: sum('leaderChanges'),
    observedDays: days.filter((day) => day.observedMs > 0).length,
  }
}

/** Truncated, never rounded up: 99.9996 % is not 100 %. */
export function toUptimeText(ratio: number | null): string {
  if (ratio === null) return 'no data'
  if (ratio === 1) return '100 %'
  return `${(Math.floor(ratio * 100_000) / 1_000).toFixed(3)} %`
}

/** "99.973 % over the 2 min measured (of 90 days)", "99.962 % over 90 days", "No data yet.": the figure with its basis. */
export function toUptimeSentence({ ratio, observedMs }: Pick<Uptime, 'ratio' | 'observedMs'>): string {
  if (observedMs === 0) return 'No data yet.'
  const basis = observedMs >= 89 * dayMs ? 'over 90 days' : `over the ${toMeasuredText(observedMs)} measured (of 90 days)`
  return ratio === null ? `Only planned maintenance ${basis}` : `${toUptimeText(ratio)} ${basis}`
}

function toMeasuredText(observedMs: number): string {
  const days = observedMs / dayMs
  if (days >= 10) return `${Math.floor(days)} days`
  if (days >= 0.1) return `${days.toFixed(1)} days`
  return observedMs < 60_000 ? `${Math.max(1, Math.floor(observedMs / 1_000))} s` : `${Math.floor(observedMs / 60_000)} min`
}
