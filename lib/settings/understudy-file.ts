import 'server-only'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { SettingsError, type SettingsFault } from './errors'
import { understudySchema, type UnderstudyFile } from './understudy-schema'

const maxFaults = 20

/**
 * Reads the text of understudy.yaml.
 * @param file shown in the message
 * @throws SettingsError `file-invalid` with line and column of each fault and the expected form; values are not repeated
 */
export function parseUnderstudyFile(text: string, file: string): UnderstudyFile {
  const lines = new LineCounter()
  const { doc, value } = readYaml(text, lines, file)
  const parsed = understudySchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(
    file,
    parsed.error.issues.slice(0, maxFaults).flatMap((issue) => toFaults(issue, doc, lines)),
  )
}

function readYaml(text: string, lines: LineCounter, file: string): { doc: Document; value: unknown } {
  try {
    const doc = parseDocument(text, { version: '1.2', prettyErrors: false, lineCounter: lines, logLevel: 'silent' })
    const faults = [...doc.errors, ...doc.warnings]
      .slice(0, maxFaults)
      .map(({ message, pos }) => ({ ...placeOf(pos[0], lines), path: '', sentence: message.slice(0, 200) }))
    if (faults.length > 0) throw invalid(file, faults)
    return { doc, value: doc.toJS({ maxAliasCount: 50 }) }
  } catch (error) {
    if (SettingsError.is(error)) throw error
    // Too many aliases, or nested so deep that the library's stack overflows.
    throw invalid(
      file,
      [{ line: null, column: null, path: '', sentence: 'it nests too deep or repeats itself through anchors too often' }],
      error,
    )
  }
}

function invalid(file: string, faults: SettingsFault[], cause?: unknown): SettingsError {
  const places = faults.map(
    ({ line, column, path, sentence }) =>
      `${line === null ? '' : `line ${line}, column ${column ?? 1}: `}${path === '' ? '' : `${path}: `}${sentence}`,
  )
  return new SettingsError(
    'file-invalid',
    `${file} cannot be used. ${places.join('; ')}. Correct it; it is read again when it changes.`,
    faults,
    { cause },
  )
}

function toFaults(issue: z.core.$ZodIssue, doc: Document, lines: LineCounter): SettingsFault[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ ...findPlace(doc, issue.path, lines), path: toPathText(issue.path), sentence: issue.message }]
  return issue.keys.slice(0, maxFaults).map((key) => ({
    ...findPlace(doc, [...issue.path, key], lines),
    path: toPathText([...issue.path, key]),
    sentence: 'there is no such setting',
  }))
}

/** The place of the deepest existing part of the path. */
function findPlace(doc: Document, path: readonly PropertyKey[], lines: LineCounter): Pick<SettingsFault, 'line' | 'column'> {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? doc.contents : doc.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return placeOf(node.range[0], lines)
  }
  return { line: 1, column: 1 }
}

function placeOf(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function toPathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part).slice(0, 60)}`))
    .join('')
}
