import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { unprobedEnvironment, type DoctorInput } from '../doctor-input'

type Over = Partial<Omit<DoctorInput, 'configuration' | 'files'>> & { flinkVersion?: string; quorum?: string }

/** A conf folder for tests: its files, and further input of the doctor. `flinkVersion` is 1.20.1 unless given. */
export function aConf(files: Record<string, string>, { flinkVersion = '1.20.1', quorum, ...over }: Over = {}): DoctorInput {
  return {
    configuration: parseConfTexts(files, { flinkVersion, quorum }),
    files,
    yarnSite: null,
    environment: unprobedEnvironment,
    others: [],
    observed: null,
    ...over,
  }
}
