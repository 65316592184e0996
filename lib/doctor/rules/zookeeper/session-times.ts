import { findMilliseconds } from '@/lib/flink/configuration/option-values'
import { deriveNegotiatedTimeout, deriveTakeoverWindow } from '@/lib/flink/takeover-window'
import type { DoctorInput } from '../../doctor-input'
import { toPreciseDurationText } from '@/lib/base/durations'

export interface GrantBounds {
  tickTimeMs: number
  min: number
  max: number
  by: 'zoo.cfg' | 'members'
}

/** The session timeout that Flink requests; null where the value is none (its reader reports that). */
export function findAskedTimeout({ configuration: { effective } }: DoctorInput): number | null {
  const { value, from } = effective.options.sessionTimeout
  if (from === 'default' && effective.incomplete) return null
  return findMilliseconds(value, effective.version)
}

/**
 * Bounds within which ZooKeeper grants: from a zoo.cfg that describes all members, else from the ticks that they report; null: not known.
 */
export function findGrantBounds({ configuration: { zooCfg, zooCfgApplies }, observed }: DoctorInput): GrantBounds | null {
  if (zooCfg && zooCfgApplies) {
    const [tick, min, max] = [zooCfg.tickTimeMs.value, zooCfg.minSessionTimeoutMs.value, zooCfg.maxSessionTimeoutMs.value]
    // -1 in the file means the default.
    return tick <= 0 ? null : { tickTimeMs: tick, min: min === -1 ? 2 * tick : min, max: max === -1 ? 20 * tick : max, by: 'zoo.cfg' }
  }
  const ticks = new Set(observed?.members.map(({ tickTimeMs }) => tickTimeMs))
  const [tick] = ticks
  return ticks.size === 1 && typeof tick === 'number' ? { tickTimeMs: tick, min: 2 * tick, max: 20 * tick, by: 'members' } : null
}

/** The effective session timeout: as granted to the JobManagers, else within the bounds; null: not known. */
export function findGrantedTimeout(input: DoctorInput): number | null {
  const granted = input.observed?.jobManagers.flatMap(({ sessionTimeoutMs }) => sessionTimeoutMs ?? []) ?? []
  if (granted.length > 0) return Math.max(...granted)
  const [asked, bounds] = [findAskedTimeout(input), findGrantBounds(input)]
  return asked === null || bounds === null ? null : deriveNegotiatedTimeout(asked, bounds.tickTimeMs, bounds)
}

/** e.g. `26.7 s to 42 s`. */
export function showWindow(timeoutMs: number, tickTimeMs: number): string {
  const { earliest, latest } = deriveTakeoverWindow(timeoutMs, tickTimeMs)
  return `${toPreciseDurationText(earliest)} to ${toPreciseDurationText(latest)}`
}
