import { deriveReadFile, type ConfFiles } from './conf-files'
import type { ConfEntry, ConfFile } from './flat-conf'
import { getOptionEra, getOptionKeys, optionIds, type OptionId } from './options/table'
import { makeProblem, showKey, type ConfigurationProblem } from './problem'
import type { FlinkVersion } from './version'

/** A line that sets an option under one of its names. */
export interface OptionSource {
  file: string
  line: number
  key: string
  value: string
}

export interface EffectiveOption {
  id: OptionId
  /** null: not set and without default, or not read by this version, or nothing is known (`from` null). */
  value: string | null
  /** null: this version does not read the option, or no file could be read. */
  from: OptionSource | 'default' | null
  /** Other lines that set it and are overridden: older names, and the same name further up. */
  overridden: OptionSource[]
  /** Lines with names that this version no longer, or not yet, reads. */
  notRead: OptionSource[]
  /** The names this version reads, in its order of precedence. */
  keys: readonly string[]
  /** The value is a YAML list; Flink turns it into text that no single-valued option can use. */
  list: boolean
}

export interface EffectiveConfiguration {
  /** The file that Flink reads; null: there is none. */
  file: string | null
  /** Flink refuses to start with the file; the options are what could still be read of it. */
  refused: boolean
  /** Not all of the file could be read: an option that seems unset may be set. */
  incomplete: boolean
  version: FlinkVersion
  versionAssumed: boolean
  options: Readonly<Record<OptionId, EffectiveOption>>
  /** Every setting of the file, for keys that are in no table of options. */
  entries: readonly ConfEntry[]
  problems: ConfigurationProblem[]
}

/**
 * The options as Flink of this version reads them: the file it reads, then for each option the first of its names that
 * is set (`Configuration.getOptional`: the key, then its fallback keys in order), else the default. Pure.
 * @param version null: assumed from the files, which a problem reports
 */
export function deriveEffectiveOptions(files: ConfFiles, version: FlinkVersion | null): EffectiveConfiguration {
  const read = deriveReadFile(files, version)
  const byKey = groupByKey(read.file?.entries ?? [])
  const options = {} as Record<OptionId, EffectiveOption>
  const problems = [...read.problems]
  for (const id of optionIds) {
    const option = deriveOption(id, read.name, read.version, byKey)
    options[id] = option
    for (const problem of findOptionProblems(option, read.version, read.name)) {
      // Two options may share a name: the line is reported once.
      if (!problems.some(({ code, line }) => code !== 'list-value' && problem.code === code && problem.line === line))
        problems.push(problem)
    }
  }
  return {
    file: read.name,
    refused: read.file?.refused ?? false,
    incomplete: isIncomplete(read.file),
    version: read.version,
    versionAssumed: read.assumed,
    options,
    entries: read.file?.entries ?? [],
    problems,
  }
}

function isIncomplete(file: ConfFile | null): boolean {
  return file === null || file.refused || file.problems.some(({ code }) => code === 'too-large')
}

function groupByKey(entries: readonly ConfEntry[]): ReadonlyMap<string, ConfEntry[]> {
  const groups = new Map<string, ConfEntry[]>()
  for (const entry of entries) groups.set(entry.key, [...(groups.get(entry.key) ?? []).slice(-9), entry])
  return groups
}

function deriveOption(id: OptionId, file: string | null, version: FlinkVersion, byKey: ReadonlyMap<string, ConfEntry[]>): EffectiveOption {
  const era = getOptionEra(id, version)
  const nothing: EffectiveOption = { id, value: null, from: null, overridden: [], notRead: [], keys: era.keys, list: false }
  if (file === null) return nothing
  const toSources = (keys: readonly string[]) =>
    keys.flatMap((key) => (byKey.get(key) ?? []).map(({ line, value }) => ({ file, line, key, value })).reverse())
  const [winner, ...overridden] = toSources(era.keys)
  // A name may belong to another option in this version, as rest.port to the one without -bind-.
  const notRead = toSources(getOptionKeys(id).filter((key) => !era.keys.includes(key) && byKey.has(key) && !isRead(key, version)))
  if (!winner) return { ...nothing, value: era.default, from: era.keys.length > 0 ? 'default' : null, notRead }
  const list = byKey.get(winner.key)?.at(-1)?.list ?? false
  return { ...nothing, value: winner.value, from: winner, overridden, notRead, list }
}

function isRead(key: string, version: FlinkVersion): boolean {
  return optionIds.some((id) => getOptionEra(id, version).keys.includes(key))
}

/** Some options fall back on another one, e.g. rest.address on jobmanager.rpc.address: both may be set, with different meanings. */
function isOwnOption(id: OptionId, key: string, winner: string, version: FlinkVersion): boolean {
  return optionIds.some((other) => {
    const { keys } = getOptionEra(other, version)
    return other !== id && keys.includes(key) && !keys.includes(winner)
  })
}

function findOptionProblems(option: EffectiveOption, version: FlinkVersion, file: string | null): ConfigurationProblem[] {
  const { from } = option
  const problems: ConfigurationProblem[] = []
  if (typeof from === 'object' && from) {
    const loser = option.overridden.find(
      ({ key, value }) => key !== from.key && value !== from.value && !isOwnOption(option.id, key, from.key, version),
    )
    if (loser)
      problems.push({
        ...makeProblem(
          'different-values',
          'warning',
          loser,
          `${loser.key} and ${from.key} (line ${from.line}) are names of the same option with different values; Flink ${version.text} takes ${from.key}.`,
          `Keep one of the two: without ${loser.key} nothing changes; if its value is meant, remove ${from.key}.`,
        ),
        file,
      })
    if (option.list)
      problems.push({
        ...makeProblem(
          'list-value',
          'error',
          from,
          `${from.key} is a YAML list, of which Flink makes the text ${showKey(from.value)}; it wants one text.`,
          'Write the values on one line with commas between them.',
        ),
        file,
      })
  }
  const [unread] = option.notRead
  if (unread)
    problems.push({
      ...makeProblem(
        'key-not-read',
        'warning',
        unread,
        `Flink ${version.text} does not read ${unread.key}.`,
        option.keys[0] ? `Use ${option.keys[0]}.` : 'Remove the line.',
      ),
      file,
    })
  return problems
}
