import type { ConfEntry } from '@/lib/flink/configuration/flat-conf'
import type { DoctorInput } from './doctor-input'

/** Every setting of the file Flink reads, for what is in no table of options. */
export function getConfEntries({ configuration: { effective } }: DoctorInput): readonly ConfEntry[] {
  return effective.entries
}

/** The last one counts. */
export function findConfEntry(input: DoctorInput, key: string): ConfEntry | null {
  return getConfEntries(input).findLast((entry) => entry.key === key) ?? null
}
