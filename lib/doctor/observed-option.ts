import type { OptionId } from '@/lib/flink/configuration/options/table'
import { getOptionKeys } from '@/lib/flink/configuration/options/table'
import type { DoctorInput, ObservedJobManager } from './doctor-input'

/** What a JobManager itself says of an option, under the first of its names that is set; null: it says nothing of it. */
export function findObservedOption({ configuration }: DoctorInput, { options }: ObservedJobManager, id: OptionId): string | null {
  const { keys } = configuration.effective.options[id]
  const key = [...keys, ...getOptionKeys(id)].find((name) => options?.[name] !== undefined)
  return key === undefined ? null : (options?.[key] ?? null)
}

/** JobManagers that told their options. */
export function findTellingJobManagers({ observed }: DoctorInput): ObservedJobManager[] {
  return observed?.jobManagers.filter(({ options }) => options !== null) ?? []
}
