import type { ConfEntry } from '@/lib/flink/configuration/flat-conf'
import type { DoctorInput } from './doctor-input'

/** Every setting of Flink's configuration file, for keys that are in no table of options. */
export function getConfEntries({ configuration: { effective } }: DoctorInput): readonly ConfEntry[] {
  return effective.entries
}

/** The entry of a key; of several the last one counts. */
export function findConfEntry(input: DoctorInput, key: string): ConfEntry | null {
  return getConfEntries(input).findLast((entry) => entry.key === key) ?? null
}
