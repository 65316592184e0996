import { flatFileName } from '@/lib/flink/configuration/conf-files'
import type { OptionSource } from '@/lib/flink/configuration/effective'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { javaTrim } from '@/lib/flink/configuration/text-lines'
import { findConfEntry } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import type { Fix, Place } from '../../finding'
import { fixByRenaming, fixByReplacing } from '../../fix'
import { placeIn } from '../../places'
import type { Hit, Rule } from '../../rule'
import { findOddScriptValues, findScriptMode, readWithSed, usesSed, type ScriptValue } from './script-values'

/** Two programs read the file, and they read some lines differently. */
export const scriptsReadOtherwise: Rule = {
  id: 'options/scripts-read-otherwise',
  severity: 'warning',
  title: 'Flink’s scripts read a value otherwise than Flink',
  why: 'start-cluster.sh and its like read the file by their own means (bin/config.sh): up to 1.18 with sed, which sees no tabs and keeps carriage returns; since 1.19 from what Java prints, where values in need of quotes keep them, and JAVA_HOME still with sed.',
  source: {
    text: 'Flink, bin/config.sh (readFromConfig) and bin/bash-java-utils.sh (setJavaHome); tried with 1.14.6, 1.20.1 and 2.3.0',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/config.sh',
  },
  canBeWrong:
    'Variables such as HIGH_AVAILABILITY, FLINK_PID_DIR and JAVA_HOME in the environment go before the file; and processes may be started without the scripts.',
  check(input) {
    if (input.configuration.effective.refused) return []
    return [...checkMode(input), ...findOddScriptValues(input).map((odd) => toHit(input, odd))]
  },
}

function checkMode(input: DoctorInput): Hit[] {
  const {
    mode,
    effective: { options, file },
  } = input.configuration
  const script = findScriptMode(input)
  const isZooKeeper = script.value?.toLowerCase() === 'zookeeper'
  const { from, value } = options.mode
  if (
    (mode !== 'zookeeper' && mode !== 'none') ||
    file === null ||
    typeof from !== 'object' ||
    from === null ||
    value === null ||
    isZooKeeper === (mode === 'zookeeper')
  )
    return []
  const seen =
    script.value === null
      ? 'sees no mode'
      : `reads ${quoteForSentence(script.value)}${script.key === from.key ? '' : ` from ${script.key}`}`
  const places = [
    placeIn(file, from.line, from.key),
    ...(script.value !== null && script.key !== from.key ? [toPlace(input, file, script.key)] : []),
  ]
  return [
    {
      severity: 'error',
      sentence: `Flink takes the mode for ${quoteForSentence(value)} (${from.key}), but start-cluster.sh ${seen}: ${isZooKeeper ? 'it starts every JobManager of masters, and none of them stands by' : 'it starts one JobManager and no standby'}.`,
      whatToDo: `Write the mode once, as ${options.mode.keys[0]}, with Unix line ends and no tabs.`,
      places,
      fix: script.key !== from.key && script.value !== null ? fixName(input, from) : fixBlanks(input, from.line, from.key, value),
    },
  ]
}

/** Renames the key; where Flink itself reads the mode as off, the operator must decide which of the two lines is meant. */
function fixName(input: DoctorInput, from: OptionSource): Fix[] | null {
  const { mode, effective } = input.configuration
  return mode === 'zookeeper' ? fixByRenaming(input, from, effective.options.mode.keys[0] ?? from.key) : null
}

function toHit(input: DoctorInput, { key, value }: ScriptValue): Hit {
  const file = input.configuration.effective.file ?? ''
  const entry = findConfEntry(input, key)
  return {
    sentence: `The value of ${key} is ${quoteForSentence(entry?.value ?? '')}, but Flink’s scripts ${value === null ? 'do not see it' : `read ${quoteForSentence(value)}`}.`,
    whatToDo:
      key === 'env.java.home'
        ? 'Write it as one line “env.java.home: /path”, not nested, without quotes and with a Unix line end.'
        : 'Write it without tabs, quotes, “#” or a colon with a blank, and with a Unix line end.',
    places: [toPlace(input, file, key)],
    fix: entry ? fixBlanks(input, entry.line, key, entry.value) : null,
  }
}

function toPlace(input: DoctorInput, file: string, key: string): Place {
  return placeIn(file, findConfEntry(input, key)?.line ?? null, key)
}

/** Removes tabs at the ends of a line, where the scripts read the trimmed line rightly. */
function fixBlanks(input: DoctorInput, line: number, key: string, value: string): Fix[] | null {
  const text = input.files[flatFileName]
  const raw = text?.split('\n')[line - 1]
  if (!usesSed(input) || text === undefined || raw === undefined || text.includes('\r')) return null
  return javaTrim(raw) !== raw && readWithSed(javaTrim(raw), key) === value
    ? fixByReplacing(input, flatFileName, line, javaTrim(raw))
    : null
}
