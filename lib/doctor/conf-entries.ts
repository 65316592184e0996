import { flatFileName } from '@/lib/flink/configuration/conf-files'
import { parseFlatConf, type ConfEntry } from '@/lib/flink/configuration/flat-conf'
import { parseYamlConf } from '@/lib/flink/configuration/yaml-conf'
import type { DoctorInput } from './doctor-input'

const known = new WeakMap<DoctorInput['configuration'], readonly ConfEntry[]>()

/** Every setting of the file Flink reads, for what is in no table of options. Parsed once an input. */
export function getConfEntries({ configuration, files }: DoctorInput): readonly ConfEntry[] {
  const { file } = configuration.effective
  const entries = known.get(configuration) ?? parse(file, file === null ? undefined : files[file])
  known.set(configuration, entries)
  return entries
}

function parse(file: string | null, text: string | undefined): readonly ConfEntry[] {
  if (text === undefined) return []
  return (file === flatFileName ? parseFlatConf(text) : parseYamlConf(text)).entries
}

/** The last one counts. */
export function findConfEntry(input: DoctorInput, key: string): ConfEntry | null {
  return getConfEntries(input).findLast((entry) => entry.key === key) ?? null
}
