import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * When tasks ran, by the JobManagers' own logs: their REST answers are up to three seconds old, and requests are not free.
 * @returns epoch ms, in order
 */
export function readRunningTimes(flinkHome: string, since: number): number[] {
  const folder = join(flinkHome, 'log')
  const logs = readdirSync(folder).filter(
    (name) => name.includes('standalonesession') && name.endsWith('.log') && statSync(join(folder, name)).mtimeMs >= since,
  )
  return logs
    .flatMap((name) => parseRunningTimes(readFileSync(join(folder, name), 'utf8')))
    .filter((at) => at >= since)
    .sort((a, b) => a - b)
}

/** Log4j writes the host's local time. */
export function parseRunningTimes(log: string): number[] {
  return [...log.matchAll(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}).* switched from INITIALIZING to RUNNING/gm)].map(
    ([, day, time, ms]) => new Date(`${day}T${time}.${ms}`).getTime(),
  )
}

/** The longest time in which a job processed nothing: its begin. `times` are in order. */
export function findPause(times: readonly number[], since: number): number | null {
  const later = times.filter((at) => at >= since - 1_000)
  let best: { at: number; ms: number } | null = null
  for (let i = 1; i < later.length; i++) {
    const ms = later[i]! - later[i - 1]!
    if (!best || ms > best.ms) best = { at: later[i - 1]!, ms }
  }
  return best?.at ?? null
}
