import { flatFileName, yamlFileName } from '@/lib/flink/configuration/conf-files'
import type { OptionSource } from '@/lib/flink/configuration/effective'
import type { OptionId } from '@/lib/flink/configuration/options/table'
import type { DoctorInput } from './doctor-input'
import type { Edit, Fix } from './finding'
import { findYamlHead, findYamlRemoval, findYamlRootIndent, findYamlSetting, toYamlValue } from './yaml-lines'

/**
 * Sets an option in the file that Flink reads: on its own line where it has one, else as a new line.
 * @returns null where there is no such file, it cannot be changed, or its line is not of the plain form `key: value`
 */
export function fixOption(input: DoctorInput, id: OptionId, value: string): Fix[] | null {
  const { options, file, refused, incomplete } = input.configuration.effective
  const { from, keys } = options[id]
  const key = keys[0]
  if (file === null || key === undefined || refused || incomplete) return null
  return typeof from === 'object' && from !== null ? replaceValue(input, from, value) : addKey(input, file, key, value)
}

/** Renames a setting's key and keeps its value, e.g. for a key that the version no longer reads. */
export function fixByRenaming(input: DoctorInput, from: OptionSource, key: string): Fix[] | null {
  const lines = linesOf(input, from.file)
  const removal = fixByRemoving(input, from.file, from.line)
  if (!lines || !removal) return null
  if (from.file !== yamlFileName) {
    const match = /^(\s*)\S+?(:\s.*)$/.exec(lines[from.line - 1] ?? '')
    return match ? fixByReplacing(input, from.file, from.line, `${match[1]}${key}${match[2]}`) : null
  }
  const setting = findYamlSetting(lines, from.line)
  if (setting?.key === from.key)
    return fixByReplacing(input, from.file, from.line, `${setting.indent}${key}: ${toYamlValue(from.value)}${setting.comment}`)
  const added = addKey(input, from.file, key, from.value)
  const [removed, more] = [removal[0]?.edits ?? [], added?.[0]?.edits ?? []]
  // A head that is removed cannot take a new key below it.
  if (
    more.length === 0 ||
    more.some((edit) => edit.kind === 'insert-after' && removed.some((gone) => gone.kind === 'remove' && gone.line === edit.line))
  )
    return null
  return [{ file: from.file, edits: [...removed, ...more] }]
}

/** Removes a plain line; in config.yaml also the heads that would have nothing below them then. */
export function fixByRemoving(input: DoctorInput, file: string, line: number | null): Fix[] | null {
  const lines = linesOf(input, file)
  if (!lines || line === null || lines[line - 1] === undefined) return null
  if (file === 'zoo.cfg' && isFolded(lines, line)) return null
  const removed = file === yamlFileName ? findYamlRemoval(lines, line) : [line]
  return removed && [{ file, edits: removed.map((each): Edit => ({ kind: 'remove', line: each })) }]
}

/** Removes every line that sets the option under its effective key: removing the last one alone would uncover the one before. */
export function fixByUnsetting(input: DoctorInput, id: OptionId): Fix[] | null {
  const { from, overridden } = input.configuration.effective.options[id]
  if (typeof from !== 'object' || from === null) return null
  const lines = [from, ...overridden.filter(({ key }) => key === from.key)]
  return joinFixes(
    input,
    from.file,
    lines.map(({ line }) => fixByRemoving(input, from.file, line)),
  )
}

/**
 * Several fixes of one file as one: heads of config.yaml that only all of them together leave empty are removed too.
 * @returns null when one of them is null or two change the same line
 */
export function joinFixes(input: DoctorInput, file: string, fixes: readonly (Fix[] | null)[]): Fix[] | null {
  const lines = linesOf(input, file)
  if (!lines || fixes.includes(null)) return null
  const edits = fixes
    .flatMap((fix) => fix ?? [])
    .filter((fix) => fix.file === file)
    .flatMap((fix) => fix.edits)
  const removed = new Set(edits.flatMap((edit) => (edit.kind === 'remove' ? [edit.line] : [])))
  const heads = file === yamlFileName ? [...removed].flatMap((line) => findYamlRemoval(lines, line, removed) ?? []) : []
  for (const line of heads) removed.add(line)
  const others = edits.filter((edit) => edit.kind !== 'remove')
  const changed = others.flatMap((edit) => (edit.kind === 'replace' ? [edit.line] : []))
  const isLost = others.some((edit) => edit.kind !== 'append' && removed.has(edit.line))
  if (isLost || new Set(changed).size < changed.length) return null
  return [{ file, edits: [...[...removed].sort((one, other) => one - other).map((line): Edit => ({ kind: 'remove', line })), ...others] }]
}

/** Replaces a whole line. In config.yaml only where the line is a plain setting. */
export function fixByReplacing(input: DoctorInput, file: string, line: number | null, text: string): Fix[] | null {
  const lines = linesOf(input, file)
  if (!lines || line === null || lines[line - 1] === undefined || isFolded(file === 'zoo.cfg' ? lines : [], line)) return null
  if (file === yamlFileName && !findYamlSetting(lines, line)) return null
  return [{ file, edits: [{ kind: 'replace', line, text }] }]
}

/** Appends a line; in config.yaml a `key: value` goes below the head it belongs to. */
export function fixByAppending(input: DoctorInput, file: string, text: string): Fix[] | null {
  const [, key, value] = /^([\w.-]+): (.+)$/.exec(text) ?? []
  if (file === yamlFileName && key !== undefined && value !== undefined) return addKey(input, file, key, value)
  return linesOf(input, file) && [{ file, edits: [{ kind: 'append', text }] }]
}

function replaceValue(input: DoctorInput, from: OptionSource, value: string): Fix[] | null {
  const lines = linesOf(input, from.file)
  if (!lines) return null
  if (from.file === yamlFileName) {
    const setting = findYamlSetting(lines, from.line)
    if (!setting || setting.value !== from.value || !from.key.endsWith(setting.key)) return null
    return fixByReplacing(input, from.file, from.line, `${setting.indent}${setting.key}: ${toYamlValue(value)}${setting.comment}`)
  }
  const parts = splitFlatLine(lines[from.line - 1] ?? '')
  return parts?.value === from.value && isFlatValue(value)
    ? fixByReplacing(input, from.file, from.line, `${parts.before}${value}${parts.after.trimEnd()}`)
    : null
}

/** `key: value # comment` of flink-conf.yaml; null: no colon with a blank after it. */
function splitFlatLine(line: string): { before: string; value: string; after: string } | null {
  const hash = line.indexOf('#')
  const conf = hash < 0 ? line : line.slice(0, hash)
  const colon = conf.search(/:\s/)
  if (colon < 0) return null
  const rest = conf.slice(colon + 1)
  const value = rest.trim()
  const start = colon + 1 + rest.length - rest.trimStart().length
  return { before: line.slice(0, start), value, after: line.slice(start + value.length) }
}

function addKey(input: DoctorInput, file: string, key: string, value: string): Fix[] | null {
  const lines = linesOf(input, file)
  if (!lines) return null
  if (file !== yamlFileName)
    return file !== flatFileName || isFlatValue(value) ? [{ file, edits: [{ kind: 'append', text: `${key}: ${value}` }] }] : null
  const indent = findYamlRootIndent(lines)
  if (indent === null) return null
  const head = findYamlHead(lines, key)
  if (head) return [{ file, edits: [{ kind: 'insert-after', line: head.line, text: `${head.indent}${head.key}: ${toYamlValue(value)}` }] }]
  return [{ file, edits: [{ kind: 'append', text: `${indent}${key}: ${toYamlValue(value)}` }] }]
}

/** flink-conf.yaml has no way to write a `#` or the end of a line in a value. */
function isFlatValue(value: string): boolean {
  return value !== '' && !/[#\r\n]/.test(value)
}

/** A backslash at the end folds two lines of a properties file into one. */
function isFolded(lines: readonly string[], line: number): boolean {
  return [lines[line - 2], lines[line - 1]].some((each) => /\\$/.test(each ?? ''))
}

const linesOfInputs = new WeakMap<DoctorInput, Map<string, string[] | null>>()

/** Larger than any configuration; of a larger file a part may not have been read, and a diff of it would be unsafe. */
const mostFixable = 128 * 1024

export function isFixable(text: string | undefined): boolean {
  return text !== undefined && text.length <= mostFixable
}

/** Lines of a file; null: there is none, it is too large, or lone carriage returns end its lines, which programs count differently. */
function linesOf(input: DoctorInput, file: string): string[] | null {
  const known = linesOfInputs.get(input) ?? new Map<string, string[] | null>()
  linesOfInputs.set(input, known)
  const found = known.get(file)
  if (found !== undefined) return found
  const text = input.files[file]
  // A file of a megabyte may have hundreds of lines to fix: it is split into lines once.
  const lines = text === undefined || !isFixable(text) || /\r(?!\n|$)/.test(text) ? null : text.split(/\r?\n/)
  known.set(file, lines)
  return lines
}
