/** How the value is read. `milliseconds`: an int up to 1.19 and a duration since 1.20, as most ZooKeeper options. */
export type OptionKind = 'text' | 'boolean' | 'integer' | 'milliseconds' | 'duration' | 'port' | 'ports' | 'uri' | 'path'

/** Names and default of an option from a version on, until the next era. */
export interface OptionEra {
  /** First Flink version, e.g. `1.17`. */
  from: string
  /** In Flink's order: the first one that is set wins. Empty: this version no longer reads the option. */
  keys: readonly string[]
  /** null: none */
  default: string | null
}

/**
 * An option over all eras, newest era first. Keys, their order and defaults were taken from the option classes of the
 * releases 1.0.3 to 2.3.0 (ConfigConstants before 1.2); `effective.real.test.ts` compares them with Flink itself.
 */
export interface OptionDefinition {
  kind: OptionKind
  eras: readonly OptionEra[]
  /** Meaning of the option in one sentence, with Flink's class. */
  doc: string
}

/** Eras of an option whose names and default are the same since `from`: the most common case. */
export function since(from: string, keys: readonly string[], fallback: string | null): OptionEra {
  return { from, keys, default: fallback }
}

/** `high-availability.X` ← `recovery.X` (from 1.2 on; before that `recovery.X` alone). */
export function recoveryEras(name: string, fallback: string | null, first = '0.9'): readonly OptionEra[] {
  return [since('1.2', [`high-availability.${name}`, `recovery.${name}`], fallback), since(first, [`recovery.${name}`], fallback)]
}
