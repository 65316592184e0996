import type { DoctorInput } from './doctor-input'

const known = new WeakMap<DoctorInput['files'], Map<string, readonly string[]>>()

/** A line of a file without its line end; null: there is none. Each file is split once per input. */
export function findFileLine(files: DoctorInput['files'], file: string | null, line: number | null): string | null {
  const text = file === null ? undefined : files[file]
  if (file === null || text === undefined || line === null) return null
  const cut = known.get(files) ?? new Map<string, readonly string[]>()
  const lines = cut.get(file) ?? text.split(/\r?\n/)
  known.set(files, cut.set(file, lines))
  return lines[line - 1] ?? null
}
