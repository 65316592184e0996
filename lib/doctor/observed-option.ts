import type { OptionId } from '@/lib/flink/configuration/options/table'
import { getOptionKeys } from '@/lib/flink/configuration/options/table'
import type { DoctorInput, ObservedJobManager } from './doctor-input'

/** An option's value as the JobManager itself reports it, under the first of its keys that is set; null: not reported. */
export function findObservedOption({ configuration }: DoctorInput, { options }: ObservedJobManager, id: OptionId): string | null {
  const { keys } = configuration.effective.options[id]
  const key = [...keys, ...getOptionKeys(id)].find((name) => options?.[name] !== undefined)
  return key === undefined ? null : (options?.[key] ?? null)
}

/** JobManagers that reported their options. */
export function findReportingJobManagers({ observed }: DoctorInput): ObservedJobManager[] {
  return observed?.jobManagers.filter(({ options }) => options !== null) ?? []
}
