import type { HaMode } from '@/lib/flink/configuration/ha-mode'
import type { Finding } from '../finding'

/** One conf folder and what was found in it: what every report is made of. */
export interface ExaminedFolder {
  /** Absolute. */
  folder: string
  /** The cluster's name in understudy.yaml; null: the folder was named by itself. */
  name: string | null
  flinkVersion: string
  /** Told by no distribution, so taken from the files that are there. */
  versionAssumed: boolean
  mode: HaMode
  files: Readonly<Record<string, string>>
  /** Absolute paths of files that lie in another folder, by name: yarn-site.xml of Hadoop’s. */
  elsewhere: Readonly<Record<string, string>>
  findings: readonly Finding[]
}
