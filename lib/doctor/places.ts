import type { EffectiveOption } from '@/lib/flink/configuration/effective'
import type { OptionId } from '@/lib/flink/configuration/options/table'
import type { DoctorInput } from './doctor-input'
import type { Place } from './finding'

/** The place where an option is set; where it is not set, the file to set it in. */
export function placeOf(input: DoctorInput, id: OptionId): Place {
  const { options, file } = input.configuration.effective
  const { from, keys } = options[id]
  if (typeof from === 'object' && from) return { file: from.file, line: from.line, key: from.key }
  return { file, line: null, key: keys[0] ?? null }
}

export function placeIn(file: string, line: number | null = null, key: string | null = null): Place {
  return { file, line, key }
}

/** Place of an observation of the running cluster, which is in no file. */
export function placeObserved(key: string | null = null): Place {
  return { file: null, line: null, key }
}

export function isSet(option: EffectiveOption): boolean {
  return typeof option.from === 'object' && option.from !== null
}
