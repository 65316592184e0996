import type { z } from 'zod'
import type { provenance, sourceName, time } from './schemas/common'

export type IsoTime = z.infer<typeof time>
export type SourceName = z.infer<typeof sourceName>
export type Provenance = z.infer<typeof provenance>

export type Known<T> = { known: true; source: SourceName; at: IsoTime; detail?: string; value: T }
export type Unknown = { known: false; source: SourceName; reason: string; since: IsoTime }

/**
 * A fact from outside. There is no third state and no default value:
 * code that reads the value has to handle the case that it is not known.
 */
export type Observed<T> = Known<T> | Unknown

export function known<T>(source: SourceName, at: number, value: T, detail?: string): Known<T> {
  const fact: Known<T> = { known: true, source, at: toIso(at), value }
  return detail === undefined ? fact : { ...fact, detail }
}

export function unknown(source: SourceName, since: number, reason: string): Unknown {
  return { known: false, source, reason, since: toIso(since) }
}

/** @param ms epoch milliseconds */
export function toIso(ms: number): IsoTime {
  return new Date(ms).toISOString()
}
