/** ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
export type IsoTime = string

/** The systems facts are read from; the keys of `snapshot.sources`. */
export type SourceName = 'zookeeper' | 'jobManagers' | 'haStorage' | 'configuration' | 'hosts' | 'yarn'

/** Where a fact was read and when; or why there is none and since when. */
export type Provenance =
  | { known: true; source: SourceName; at: IsoTime; detail?: string }
  | { known: false; source: SourceName; reason: string; since: IsoTime }

export type Known<T> = { known: true; source: SourceName; at: IsoTime; detail?: string; value: T }
export type Unknown = { known: false; source: SourceName; reason: string; since: IsoTime }

/**
 * A fact from outside. There is no third state and no default value:
 * whoever wants the value has to say what happens when it is not known.
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
