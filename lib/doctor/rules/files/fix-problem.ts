import { flatFileName } from '@/lib/flink/configuration/conf-files'
import type { EffectiveOption, OptionSource } from '@/lib/flink/configuration/effective'
import { getOptionKeys, optionIds } from '@/lib/flink/configuration/options/table'
import type { ConfigurationProblem, ProblemCode } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import type { Fix } from '../../finding'
import { findFileLine } from '../../file-lines'
import { joinFixes, fixOption, fixByRemoving, fixByRenaming, fixByReplacing } from '../../fix'
import { editDistance } from './edit-distance'

type Fixer = (input: DoctorInput, problem: ConfigurationProblem) => Fix[] | null

/**
 * The fix of a reader's problem, where only one is possible; else null. A byte order mark and carriage returns
 * are left to the editor: edits keep them.
 */
export function fixProblem(input: DoctorInput, problem: ConfigurationProblem): Fix[] | null {
  return fixers[problem.code]?.(input, problem) ?? null
}

const fixers: Partial<Record<ProblemCode, Fixer>> = {
  'bad-mode': (input) =>
    editDistance(input.configuration.effective.options.mode.value?.toLowerCase() ?? '', 'zookeeper', 2) <= 2
      ? fixOption(input, 'mode', 'zookeeper')
      : null,
  'different-values': (input, problem) =>
    isModeKey(problem.key) && input.configuration.mode !== 'zookeeper' ? null : removeLine(input, problem),
  'duplicate-key': (input, problem) => (problem.severity === 'error' ? null : removeLine(input, problem)),
  'duplicate-line': (input, problem) => (problem.file === 'masters' && problem.severity === 'error' ? removeLine(input, problem) : null),
  'key-not-read': renameOrRemove,
  'missing-colon': writeColon,
  'quotes-kept': unquote,
  'reversed-range': turnRange,
}

/** Keys of the HA mode: where Flink reads it as off, the operator must decide which of two contradicting lines is meant. */
function isModeKey(key: string | null): boolean {
  return getOptionKeys('mode').some((each) => each === key)
}

function removeLine(input: DoctorInput, { file, line }: ConfigurationProblem): Fix[] | null {
  return file === null ? null : fixByRemoving(input, file, line)
}

function renameOrRemove(input: DoctorInput, problem: ConfigurationProblem): Fix[] | null {
  const found = findUnread(input, problem)
  if (!found) return null
  const [option, source] = found
  const key = option.keys[0]
  // Beside a current key that is set, the line has no effect.
  if (key === undefined || (typeof option.from === 'object' && option.from)) return removeLine(input, problem)
  const twins = option.notRead.filter((each) => each.key === source.key && each.line !== source.line)
  return joinFixes(input, source.file, [
    fixByRenaming(input, source, key),
    ...twins.map(({ line }) => fixByRemoving(input, source.file, line)),
  ])
}

function findUnread(
  { configuration: { effective } }: DoctorInput,
  { line, key }: ConfigurationProblem,
): [EffectiveOption, OptionSource] | null {
  for (const id of optionIds) {
    const source = effective.options[id].notRead.find((each) => each.line === line && each.key === key)
    if (source) return [effective.options[id], source]
  }
  return null
}

/** `50010-50005` can only mean the ports between; `5-5` may mean one port or a typing error. */
function turnRange(input: DoctorInput, { key, line }: ConfigurationProblem): Fix[] | null {
  const { options } = input.configuration.effective
  const id = optionIds.find(
    (each) => (options[each].from as OptionSource | null)?.key === key && (options[each].from as OptionSource | null)?.line === line,
  )
  const value = id && options[id].value
  const turned = value?.replace(/(\d{1,5})(\s*-\s*)(\d{1,5})/g, (all, first: string, dash: string, last: string) =>
    Number(first) > Number(last) ? `${last}${dash}${first}` : all,
  )
  return id && turned && turned !== value ? fixOption(input, id, turned) : null
}

const knownKeys = new Set(optionIds.flatMap(getOptionKeys))

/** Fixes `key:value` of a known key, and `key:` with a tab after it. */
function writeColon(input: DoctorInput, { file, line }: ConfigurationProblem): Fix[] | null {
  const text = findFileLine(input.files, file, line)
  const match = text === null ? null : /^(\s*)([A-Za-z0-9_.-]+):(\t+|(?=[^\s:/]))([^\s#].*)$/.exec(text)
  if (file === null || !match || (match[3] === '' && !knownKeys.has(match[2] ?? ''))) return null
  return file === flatFileName ? fixByReplacing(input, file, line, `${match[1]}${match[2]}: ${match[4]}`) : null
}

function unquote(input: DoctorInput, { file, line }: ConfigurationProblem): Fix[] | null {
  const text = findFileLine(input.files, file, line)
  const match = text === null ? null : /^([^#:]*:\s+)(["'])([^#"']*[^#"'\s])\2(\s*(?:#.*)?)$/.exec(text)
  return match && file !== null ? fixByReplacing(input, file, line, `${match[1]}${match[3]?.trimStart()}${match[4]?.trimEnd()}`) : null
}
