import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProcessIdentity } from './identity'

export interface RecordedProcess extends ProcessIdentity {
  name: string
}

/** The processes that a run started, in order, and the process that started it. Survives a kill -9 of the starter. */
export interface RunRecord {
  owner: ProcessIdentity
  processes: RecordedProcess[]
}

const fileName = 'processes.json'

/** Writes the record of a run folder; by rename, so that a reader never sees half of it. */
export function writeRecord(folder: string, record: RunRecord): void {
  const file = join(folder, fileName)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify(record, null, 2))
  renameSync(`${file}.part`, file)
}

/** The record of a run folder, or null when there is none or it cannot be read. */
export function findRecord(folder: string): RunRecord | null {
  try {
    const record = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as RunRecord
    return Array.isArray(record.processes) && record.owner ? record : null
  } catch {
    return null
  }
}
