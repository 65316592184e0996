import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'

/** Writes an understudy.yaml that names these clusters. Returns its path. */
export function writeUnderstudyFile(folder: string, clusters: { id: string; name?: string; confDir: string }[]): string {
  const file = join(folder, 'understudy.yaml')
  writeFileSync(file, stringify({ clusters }))
  return file
}
