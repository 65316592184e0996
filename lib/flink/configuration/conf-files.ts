import type { ConfFile } from './flat-conf'
import { makeProblem, toConfigurationProblems, type ConfigurationProblem } from './problem'
import { findFlinkVersion, isFlinkAtLeast, type FlinkVersion } from './version'

export const flatFileName = 'flink-conf.yaml'
export const yamlFileName = 'config.yaml'

/** The two files that may hold Flink's options; null: the file does not exist (or cannot be read, which is a problem of its own). */
export interface ConfFiles {
  flat: ConfFile | null
  yaml: ConfFile | null
}

/** The file that Flink reads, and the version that decides it. */
export interface ReadFile {
  name: typeof flatFileName | typeof yamlFileName | null
  file: ConfFile | null
  version: FlinkVersion
  /** The version is not known; this one was assumed from the existing files. */
  assumed: boolean
  problems: ConfigurationProblem[]
}

/**
 * Up to 1.18 Flink reads only flink-conf.yaml; 1.19 and 1.20 read it when it is there, else config.yaml; 2.x reads only
 * config.yaml (`GlobalConfiguration.loadConfiguration` of 1.20.1 and 2.3.0).
 */
export function deriveReadFile(files: ConfFiles, version: FlinkVersion | null): ReadFile {
  const assumed = version === null
  const chosen = version ?? assumeVersion(files)
  const name = chooseFile(files, chosen)
  const file = name === flatFileName ? files.flat : name === yamlFileName ? files.yaml : null
  const problems = toConfigurationProblems(name, [
    ...(assumed ? [unknownVersion(chosen)] : []),
    ...(file === null ? [nothingRead(files, chosen)] : []),
    ...(files.flat && files.yaml && name ? [bothFiles(name, chosen)] : []),
  ])
  return { name, file, version: chosen, assumed, problems: [...problems, ...toConfigurationProblems(name, file?.problems ?? [])] }
}

/** The newest version that reads the existing file; with both files, 1.20. */
function assumeVersion(files: ConfFiles): FlinkVersion {
  const version = findFlinkVersion(files.flat ? '1.20' : '2.3')
  if (!version) throw new TypeError('assumed version is no version')
  return version
}

function chooseFile(files: ConfFiles, version: FlinkVersion): ReadFile['name'] {
  if (isFlinkAtLeast(version, '2.0')) return files.yaml ? yamlFileName : null
  if (files.flat) return flatFileName
  return isFlinkAtLeast(version, '1.19') && files.yaml ? yamlFileName : null
}

function unknownVersion(version: FlinkVersion) {
  return makeProblem(
    'version-unknown',
    'note',
    {},
    `Flink's version is not known; the configuration is read as Flink ${version.text} would.`,
    'Name FLINK_HOME (flinkHome in understudy.yaml, --flink-version on the command line), so that the version can be read from lib/flink-dist-*.jar.',
  )
}

function nothingRead(files: ConfFiles, version: FlinkVersion) {
  const wanted = isFlinkAtLeast(version, '1.19') ? yamlFileName : flatFileName
  const other = wanted === yamlFileName ? files.flat && flatFileName : files.yaml && yamlFileName
  if (other)
    return makeProblem(
      'wrong-file',
      'error',
      {},
      `Flink ${version.text} does not read ${other}, and there is no ${wanted}: it does not start.`,
      wanted === yamlFileName
        ? 'Convert the file with bin/migrate-config-file.sh.'
        : `Write the options to ${wanted}, one “key: value” a line.`,
    )
  return makeProblem(
    'missing-file',
    'error',
    {},
    `There is no readable ${wanted} in the configuration folder.`,
    "Check that the folder is Flink's conf folder (FLINK_CONF_DIR).",
  )
}

function bothFiles(name: string, version: FlinkVersion) {
  const ignored = name === flatFileName ? yamlFileName : flatFileName
  return makeProblem(
    'both-files',
    'warning',
    {},
    `There is a ${flatFileName} and a ${yamlFileName}; Flink ${version.text} reads ${name} and ignores ${ignored}.`,
    `Remove ${ignored}, or move its options to ${name}.`,
  )
}
