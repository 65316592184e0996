import type { EffectiveOption, OptionSource } from '@/lib/flink/configuration/effective'
import { optionIds, type OptionId } from '@/lib/flink/configuration/options/table'
import { joinFixes, fixByRemoving, fixByRenaming } from '../../fix'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** Options whose further names are options of their own, not old names. */
const notOld: readonly OptionId[] = ['restAddress', 'restBindPort']

interface OldLine {
  source: OptionSource
  key: string
  /** Whether the line can be removed: a newer name sets the option to the same value. */
  goes: boolean
}

/** Old names still work, with a warning in each log, until a version drops them. */
export const deprecatedKeys: Rule = {
  id: 'options/deprecated-keys',
  severity: 'note',
  title: 'Old names of options',
  why: 'This version still reads them and says so in its log at each start. A later one may not, and where two names are set the older one can win.',
  source: {
    text: 'Flink, Configuration.getOptional with fallback keys; HighAvailabilityOptions',
    url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
  },
  canBeWrong: 'The names may be kept for an older Flink that shares the file.',
  check(input) {
    const {
      effective: { file, version, refused, options },
    } = input.configuration
    if (file === null || refused) return []
    const old = optionIds
      .filter((id) => !notOld.includes(id))
      .flatMap((id) => findOldLines(options[id]))
      .sort((one, other) => one.source.line - other.source.line)
    const [first] = old
    if (!first) return []
    return [
      {
        sentence: `${old.length === 1 ? 'One key has a newer name' : `${old.length} keys have newer names`} in Flink ${version.text}: ${old
          .slice(0, 4)
          .map(({ source, key }) => `${source.key} is ${key}`)
          .join(', ')}${old.length > 4 ? ', and so on' : ''}.`,
        whatToDo: `Rename ${old.length === 1 ? 'it' : 'them'} when all that reads the file is of this version.`,
        places: old.map(({ source }) => placeIn(file, source.line, source.key)),
        fix: joinFixes(
          input,
          file,
          old.map(({ source, key, goes }) => (goes ? fixByRemoving(input, file, source.line) : fixByRenaming(input, source, key))),
        ),
      },
    ]
  },
}

function findOldLines({ from, keys, overridden }: EffectiveOption): OldLine[] {
  const [newest] = keys
  if (typeof from !== 'object' || from === null || newest === undefined) return []
  const winner = from.key === newest ? [] : [{ source: from, key: newest, goes: false }]
  // With another value it is a contradiction, which has a finding of its own.
  const losers = overridden
    .filter(({ key, value }) => key !== newest && key !== from.key && value === from.value)
    .map((source) => ({ source, key: newest, goes: true }))
  return [...winner, ...losers]
}
