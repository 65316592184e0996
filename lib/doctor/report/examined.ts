import type { HaMode } from '@/lib/flink/configuration/ha-mode'
import type { Finding } from '../finding'

/** One conf folder with its findings: the input of every report. */
export interface ExaminedFolder {
  /** Absolute. */
  folder: string
  /** The cluster's name in understudy.yaml; null: the folder was given on the command line. */
  name: string | null
  flinkVersion: string
  /** No distribution names the version: it was assumed from the files. */
  versionAssumed: boolean
  mode: HaMode
  files: Readonly<Record<string, string>>
  /** Absolute paths of files in another folder, by name: yarn-site.xml of Hadoop's. */
  elsewhere: Readonly<Record<string, string>>
  findings: readonly Finding[]
}
